import TestKit
import Testing

@testable import Storage

/// When a server that kept nothing is believed to keep what it is given again.
@Suite struct PostgreSQLConditionTests {
  private static let full = StorageError(.full, "no room")

  /// Of a store that is there. It does not watch the log, and so does not try by itself either.
  private static func open(
    _ cluster: PostgreSQLCluster, schema: String
  ) throws -> PostgreSQLDatabase {
    var options = PostgreSQLOptions.patient
    options.schema = schema
    return try PostgreSQLDatabase(PostgreSQLTarget(cluster.connectionString), options: options)
  }

  /// Whether it is still failing after a write.
  private static func isFailing(
    _ database: PostgreSQLDatabase,
    after body: @Sendable @escaping (any Writer) async throws -> Void
  ) async throws -> Bool {
    database.condition.fail(full)
    try await database.write(customer: "anna", body)
    return database.condition.isFailing
  }

  @Test func `only a write that was kept shows that there is room again`() async throws {
    let place = try await Place(.postgreSQL)
    let migrated = try await place.open()
    let database = try await Self.open(.shared(), schema: place.options().schema)
    let values: [SQLValue] = [.text("anna"), .text("x")]
    // A request that is repeated, and finds that it was done.
    #expect(
      try await Self.isFailing(database) { writer in
        _ = try await writer.query("SELECT body FROM note", []) { $0.text(0) }
        try await writer.execute("UPDATE note SET body = 'y' WHERE body = 'none'", [])
      })
    #expect(try await Self.isFailing(database) { _ in })
    let kept: [@Sendable (any Writer) async throws -> Void] = [
      { _ = try await $0.execute("INSERT INTO note VALUES ($1, $2)", values) },
      { _ = try await $0.query("DELETE FROM note RETURNING body", []) { _ in } },
      { _ = try await $0.insert([values], into: "note", ["customer", "body"]) },
      { try await $0.appendChange(customer: "anna", kind: "note", detail: []) },
    ]
    for body in kept { #expect(try await !Self.isFailing(database, after: body)) }
    for open in [database, migrated] as [any Database] { await open.close() }
  }

  /// A row that is changed where it stands needs no room: it proves nothing.
  @Test(.timeLimit(.minutes(5)))
  func `while nobody writes the database itself tries whether there is room`() async throws {
    let cluster = try await PostgreSQLCluster(settings: ["fsync = off", "temp_file_limit = 64kB"])
    var options = PostgreSQLOptions.patient
    options.pollTime = .milliseconds(50)
    let database = try PostgreSQLDatabase(
      PostgreSQLTarget(cluster.connectionString), options: options)
    try await database.migrate(Scratch.migrations)
    let (hasTried, isWell, isFull) = (Signal(), Signal(), Flag())
    database.condition.observe { event in
      switch event {
      case .failing(let fault) where fault.code == .full:
        isFull.set()
        hasTried.send()
      case .recovered:
        hasTried.send()
        isWell.send()
      case .failing, .warning: break
      }
    }
    database.condition.fail(StorageError(.io, "told by the test"))
    await hasTried.wait()
    #expect(isFull.isSet)
    try await cluster.configure("temp_file_limit = -1")
    await isWell.wait()
    await database.close()
  }

  @Test func `a write where tables are spread shows it by either half`() async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    let database = try Self.open(cluster.coordinator, schema: ledger.schema)
    let anna: [SQLValue] = [.text("anna")]
    #expect(
      try await Self.isFailing(database) { writer in
        _ = try await writer.query("SELECT items FROM balance WHERE customer_id = $1", anna) { _ in
        }
        try await writer.execute("UPDATE balance SET items = 7 WHERE customer_id = $1", anna)
        try await writer.execute("DELETE FROM owner", [])
      })
    let statements = [
      "INSERT INTO owner (name, customer_id) VALUES ('x', $1)",
      "INSERT INTO balance (customer_id, items, last) VALUES ($1, 0, '')",
    ]
    for sql in statements {
      #expect(try await !Self.isFailing(database) { _ = try await $0.execute(sql, anna) })
    }
    for open in [database, ledger.database] { await open.close() }
  }
}
