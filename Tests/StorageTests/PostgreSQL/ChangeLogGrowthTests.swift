import Testing

@testable import Storage

/// What must not grow with the change log.
@Suite struct ChangeLogGrowthTests {
  @Test func `the newest entry is found without reading the log`() async throws {
    let place = try await Place(.postgreSQL)
    let database = try await place.open()
    try await database.write(customer: "many") { writer in
      for _ in 0..<2_000 {
        try await writer.appendChange(customer: "many", kind: "note", detail: [])
      }
    }
    let plan = try await database.read { reader in
      try await reader.query("EXPLAIN \(PostgreSQLChangeLog.newest)", []) { $0.text(0) }
    }
    #expect(plan.contains { $0.contains("Index Only Scan Backward using change_log_pkey") })
    #expect(!plan.contains { $0.contains("Seq Scan on change_log ") })
  }
}
