import TestKit
import Testing

@testable import Storage

/// When a server that kept nothing is believed to keep what it is given again.
@Suite struct PostgreSQLConditionTests {
  private static let full = StorageError(.full, "no room")

  /// Of a store that is there.
  private static func open(
    _ cluster: PostgreSQLCluster, schema: String
  ) throws -> PostgreSQLDatabase {
    var options = PostgreSQLOptions.patient
    options.schema = schema
    return try PostgreSQLDatabase(PostgreSQLTarget(cluster.connectionString), options: options)
  }

  /// What is there already cannot be made: trying by itself shows nothing then.
  private static func hinderTrying(_ database: any Database) async throws {
    try await database.write(customer: "") {
      try await $0.execute("CREATE TABLE storage_probe (filler TEXT)", [])
    }
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
    try await Self.hinderTrying(migrated)
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

  @Test func `a write where tables are spread shows it by either half`() async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    let database = try Self.open(cluster.coordinator, schema: ledger.schema)
    let anna: [SQLValue] = [.text("anna")]
    try await Self.hinderTrying(ledger.database)
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
