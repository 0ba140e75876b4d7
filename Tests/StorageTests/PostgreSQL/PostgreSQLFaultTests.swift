import Storage
import TestKit
import Testing

@Suite struct PostgreSQLFaultTests {
  /// A database whose pool has one connection.
  private func narrow(
    _ change: (inout PostgreSQLOptions) -> Void = { _ in }
  ) async throws -> (database: PostgreSQLDatabase, beside: any Database) {
    let place = try await Place(.postgreSQL)
    let beside = try await place.open()
    var options = place.options()
    options.connectionsPerLoop = 1
    change(&options)
    let target = try PostgreSQLTarget(try await PostgreSQLCluster.shared().connectionString)
    return (try PostgreSQLDatabase(target, options: options), beside)
  }

  private static func backend(_ reader: any Reader) async throws -> Int64 {
    try await reader.first("SELECT pg_backend_pid()", []) { $0.integer(0) } ?? 0
  }

  private static func terminate(_ backend: Int64, _ database: any Database) async throws {
    _ = try await database.read { reader in
      try await reader.first(
        "SELECT pg_terminate_backend($1::integer, 60000)", [.integer(backend)]
      ) { $0.integer(0) }
    }
  }

  /// Returns once the database answers: with limits as short as its test's, a busy machine may take
  /// more than one attempt.
  private static func settled(_ database: any Database) async throws {
    while true {
      do {
        #expect(try await database.notes().isEmpty)
        return
      } catch let error as StorageError where [.busy, .timeout].contains(error.code) { continue }
    }
  }

  @Test func `a cancelled read has its statement cancelled, and the connection serves on`()
    async throws
  {
    let (database, _) = try await narrow()
    for _ in 0..<3 {
      let begun = Signal()
      let read = Task {
        try await database.read { reader in
          _ = try await Self.backend(reader)
          begun.send()
          return try await reader.first("SELECT pg_sleep(3600)", []) { _ in }
        }
      }
      await begun.wait()
      read.cancel()
      await #expect(throws: CancellationError.self) { try await read.value }
      #expect(try await database.notes().isEmpty)
    }
  }

  @Test func `a write that is cancelled while it waits for its customer lets go of it`()
    async throws
  {
    let (database, beside) = try await narrow()
    let (begun, gate) = (Signal(), Signal())
    let holder = Task {
      try await beside.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'held')", [])
        begun.send()
        await gate.wait()
      }
    }
    await begun.wait()
    let waiter = Task { try await database.add("never") }
    for _ in 0..<50 { await Task.yield() }
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
    gate.send()
    try await holder.value
    try await beside.add("next")
    try await database.add("last")
    #expect(try await database.notes() == ["held", "last", "next"])
  }

  @Test func `a write that only tells of something is not kept without its customer's lock`()
    async throws
  {
    let (database, beside) = try await narrow { $0.statementTime = .milliseconds(200) }
    let (begun, gate) = (Signal(), Signal())
    let holder = Task {
      try await beside.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'held')", [])
        begun.send()
        await gate.wait()
      }
    }
    await begun.wait()
    let error = try await failure {
      try await database.write(customer: "anna") {
        try await $0.appendChange(customer: "anna", kind: "told", detail: [])
      }
    }
    #expect([.busy, .timeout].contains(error.code))
    gate.send()
    try await holder.value
    #expect(try await beside.changes(after: 0, customer: nil, limit: 10).isEmpty)
  }

  @Test func `a statement that takes too long is ended by the server`() async throws {
    let (database, _) = try await narrow { $0.statementTime = .milliseconds(100) }
    let error = try await failure {
      _ = try await database.read { reader in
        try await reader.first("SELECT pg_sleep(3600)", []) { _ in }
      }
    }
    #expect(error.message.contains("57014"))
    try await Self.settled(database)
  }

  @Test func `who waits too long for a connection is told to come back`() async throws {
    let (database, _) = try await narrow { $0.waitTime = .milliseconds(50) }
    try await Self.settled(database)
    let error = try await failure {
      try await database.read { reader in
        _ = try await Self.backend(reader)
        _ = try await database.notes()
      }
    }
    #expect(error.code == .busy && error.remedy == .retry)
    try await Self.settled(database)
  }

  @Test func `a waiter can be cancelled`() async throws {
    let (database, _) = try await narrow { $0.waitTime = .seconds(3_600) }
    try await database.read { reader in
      _ = try await Self.backend(reader)
      let waiter = Task { try await database.notes() }
      await Task.yield()
      waiter.cancel()
      await #expect(throws: CancellationError.self) { try await waiter.value }
    }
  }

  @Test func `a read whose connection is killed is begun again on another`() async throws {
    let (database, beside) = try await narrow()
    let backends = Kept<[Int64]>([])
    try await database.read { reader in
      let backend = try await Self.backend(reader)
      backends.value += [backend]
      if backends.value.count < 3 { try await Self.terminate(backend, beside) }
      _ = try await Self.backend(reader)
    }
    #expect(Set(backends.value).count == 3)
  }

  @Test func `a write whose connection is killed before its commit is kept once`() async throws {
    let (database, beside) = try await narrow()
    let runs = Count()
    try await database.write(customer: "anna") { writer in
      let run = runs.next()
      try await writer.execute("INSERT INTO note VALUES ('anna', $1)", [.text("\(run)")])
      if run == 1 { try await Self.terminate(try await Self.backend(writer), beside) }
      _ = try await Self.backend(writer)
    }
    #expect(try await database.notes() == ["2"])
  }

  @Test func `a write whose connection is killed in its commit is not run again`() async throws {
    let (database, beside) = try await narrow()
    try await beside.write(customer: "") { writer in
      try await writer.execute(
        """
        CREATE FUNCTION wait_long() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_sleep(3600); RETURN NULL; END'
        """, [])
      try await writer.execute(
        """
        CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_long()
        """, [])
    }
    let (runs, backend) = (Count(), Kept<Int64>(0))
    let write = Task {
      try await database.write(customer: "anna") { writer in
        _ = runs.next()
        try await writer.execute("INSERT INTO note VALUES ('anna', 'once')", [])
        let own = try await Self.backend(writer)
        backend.value = own
      }
    }
    var isCommitting = false
    while !isCommitting {
      let own = backend.value
      isCommitting = try await beside.read { reader in
        try await reader.first(
          "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'",
          [.integer(own)]
        ) { _ in true } ?? false
      }
    }
    try await Self.terminate(backend.value, beside)
    let error = try await failure { try await write.value }
    #expect(error.remedy == .retry)
    #expect(error.message.contains("not known"))
    #expect(runs.current == 1)
  }

  @Test func `a cancelled task's commit is not cut short`() async throws {
    let (database, _) = try await narrow()
    let write = Task {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'kept')", [])
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    try await write.value
    #expect(try await database.notes() == ["kept"])
  }

  @Test func `a server that is away is waited for, and named without the password`() async throws {
    var options = PostgreSQLOptions()
    options.waitTime = .milliseconds(200)
    let target = try PostgreSQLTarget("postgresql://me:secret@127.0.0.1:1/none")
    let database = try PostgreSQLDatabase(target, options: options)
    let error = try await failure { _ = try await database.notes() }
    #expect(error.remedy == .retry)
    #expect(error.message.contains("postgresql://me@127.0.0.1:1/none"))
    #expect(!error.message.contains("secret"))
    await database.close()
    #expect(try await failure { _ = try await database.notes() }.code == .closed)
  }

  @Test func `a database that is not there is told at once`() async throws {
    let cluster = try await PostgreSQLCluster.shared()
    let target = try PostgreSQLTarget("postgresql:///nowhere?host=\(cluster.folder)&user=cameo")
    var options = PostgreSQLOptions()
    options.waitTime = .seconds(3_600)
    let database = try PostgreSQLDatabase(target, options: options)
    let error = try await failure { _ = try await database.notes() }
    #expect(error.remedy == .giveUp)
    #expect(error.message.contains("nowhere"))
  }

  @Test func `replicas that start at once migrate once`() async throws {
    let place = try await Place(.postgreSQL)
    let second = Migration(version: 2, name: "row", sql: "INSERT INTO note VALUES ('anna', 'once')")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { _ = try await place.open(Scratch.migrations + [second]) }
      }
      try await group.waitForAll()
    }
    let database = try await place.open(Scratch.migrations + [second])
    #expect(try await database.notes() == ["once"])
  }
}
