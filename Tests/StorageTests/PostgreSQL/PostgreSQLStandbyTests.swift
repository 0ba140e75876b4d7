import Storage
import TestKit
import Testing

/// A server that is one of several: what may be acknowledged while a standby is to be waited for, and
/// what a service does when its server has become the standby.
@Suite struct PostgreSQLStandbyTests {
  /// A server of the test's own, with two ways to it.
  private struct Server {
    let cluster: PostgreSQLCluster
    let database: PostgreSQLDatabase
    /// For the test to look on.
    let beside: PostgreSQLDatabase

    init(_ relay: (PostgreSQLCluster) throws -> String = { $0.connectionString }) async throws {
      cluster = try await PostgreSQLCluster()
      database = try PostgreSQLDatabase(PostgreSQLTarget(relay(cluster)), options: .patient)
      let target = try PostgreSQLTarget(cluster.connectionString + "&target_session_attrs=any")
      beside = try PostgreSQLDatabase(target, options: .patient)
      try await database.migrate(Scratch.migrations)
    }

    /// Commits wait for a standby of this name from now on; for none where it is empty.
    func waitForStandby(_ name: String) async throws {
      try await set("synchronous_standby_names", name)
    }

    func set(_ setting: String, _ value: String) async throws {
      try await cluster.configure("\(setting) = '\(value)'")
      try await sees("SELECT 1 WHERE current_setting('\(setting)') = '\(value)'")
    }

    /// Returns when a question has an answer, or `isOver`.
    func sees(_ sql: String, or isOver: () -> Bool = { false }) async throws {
      while !isOver() {
        let row = try await beside.read { try await $0.first(sql, []) { $0.integer(0) } }
        if row != nil { return }
      }
    }

    static let waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' LIMIT 1"

    func close() async {
      await database.close()
      await beside.close()
    }
  }

  /// Adds a note once, as services keep requests.
  private static func keep(_ body: String, in database: any Database) async throws -> Bool {
    try await database.write(customer: "anna") { writer in
      let found = try await writer.first("SELECT body FROM note WHERE body = $1", [.text(body)]) {
        $0.text(0)
      }
      guard found == nil else { return false }
      try await writer.execute("INSERT INTO note VALUES ('anna', $1)", [.text(body)])
      return true
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func `what one disk alone has is not acknowledged, not even to who repeats it`() async throws {
    let server = try await Server()
    try await server.waitForStandby("nobody")
    let first = Task { try await Self.keep("x", in: server.database) }
    try await server.sees(Server.waiting)
    try await server.sees("SELECT pg_terminate_backend(pid) FROM (\(Server.waiting)) AS one")
    let error = try await failure { _ = try await first.value }
    #expect(error.code == .unknownOutcome)
    #expect(try await server.beside.notes() == ["x"])
    let isAnswered = Flag()
    let again = Task {
      defer { isAnswered.set() }
      return try await Self.keep("x", in: server.database)
    }
    try await server.sees(Server.waiting) { isAnswered.isSet }
    #expect(!isAnswered.isSet)
    try await server.waitForStandby("")
    #expect(try await again.value == false)
    await server.close()
  }

  /// PostgreSQL ends the wait for a standby with a success where it is cancelled.
  @Test(.timeLimit(.minutes(5)))
  func `a cancellation on its way does not end a commit's wait for its standby`() async throws {
    let gate = CancellationGate()
    let server = try await Server { try gate.target(before: $0) }
    let isOver = Flag()
    let write = try await server.beside.read { reader in
      _ = try await reader.first("SELECT pg_advisory_lock(7)", []) { _ in }
      let write = Task {
        defer { isOver.set() }
        try await server.database.write(customer: "anna") { writer in
          try await writer.execute("INSERT INTO note VALUES ('anna', 'x')", [])
          _ = try await writer.first("SELECT pg_advisory_lock(7)", []) { _ in }
        }
      }
      try await server.sees("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
      write.cancel()
      await gate.arrived()
      try await server.waitForStandby("nobody")
      _ = try await reader.first("SELECT pg_advisory_unlock_all()", []) { _ in }
      return write
    }
    try await server.sees(Server.waiting) { isOver.isSet }
    gate.open()
    await #expect(throws: CancellationError.self) { try await write.value }
    #expect(try await server.beside.notes().isEmpty)
    try await server.waitForStandby("")
    try await server.database.add("y")
    await server.close()
  }

  @Test(.timeLimit(.minutes(5)))
  func `a write that meets a server that takes none is done when one does`() async throws {
    let server = try await Server()
    try await server.database.add("before")
    // As a standby answers, while old sessions go on.
    try await server.set("default_transaction_read_only", "on")
    let write = Task { try await server.database.add("after") }
    try await server.sees(
      "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name LIKE '% calls'"
        + " AND pid <> pg_backend_pid())")
    try await server.set("default_transaction_read_only", "off")
    try await write.value
    #expect(try await server.beside.notes() == ["after", "before"])
    await server.close()
  }
}
