import Testing
import TestKit

@testable import Storage

@Suite struct PostgreSQLCopyTests {
  private static let notes: [[SQLValue]] =
    [["anna", "taken"]] + (0..<40_000).map { ["anna", .text("note \($0)")] }

  /// Returns once the server's copy of `place` stands before a lock.
  private static func copyWaits(_ reader: any Database, _ software: String) async throws {
    var isWaiting = false
    while !isWaiting {
      isWaiting = try await reader.read { reader in
        try await reader.first(
          """
          SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY%' AND wait_event_type = 'Lock'
            AND application_name LIKE $1
          """, [.text("\(software)%")]
        ) { _ in true } ?? false
      }
    }
  }

  @Test func `a copy that is cancelled before a lock ends, and its connection is used again`()
    async throws
  {
    let place = try await Place(.postgreSQL)
    let (database, holder) = (try await place.open(software: "copies"), try await place.open())
    let (begun, gate) = (Signal(), Signal())
    let holding = Task {
      try await holder.write(customer: "holder") { writer in
        // The same key: a copy of it waits for what becomes of this transaction.
        try await writer.execute("INSERT INTO note VALUES ('anna', 'taken')", [])
        begun.send()
        await gate.wait()
      }
    }
    await begun.wait()
    let copying = Task {
      try await database.write(customer: "anna") { writer in
        _ = try await writer.insert(Self.notes, into: "note", ["customer", "body"])
      }
    }
    try await Self.copyWaits(holder, "copies")
    copying.cancel()
    await #expect(throws: CancellationError.self) { try await copying.value }
    for number in 0..<20 { try await database.add("\(number)", to: "berta") }
    #expect(try await database.notes(of: "berta").count == 20)
    gate.send()
    try await holding.value
    #expect(try await database.notes() == ["taken"])
    await holder.close()
    await database.close()
  }

  @Test func `a copy whose server goes away is done again when it is back`() async throws {
    let server = try await PostgreSQLCluster()
    var options = PostgreSQLOptions()
    options.schema = "copying"
    options.waitTime = .seconds(60)
    let database = try PostgreSQLDatabase(
      PostgreSQLTarget(server.connectionString), options: options)
    try await database.migrate(Scratch.migrations)
    let (runs, restarted) = (Count(), Flag())
    try await database.write(customer: "anna") { writer in
      if runs.next() == 1 {
        try await writer.execute("INSERT INTO note VALUES ('anna', 'first')", [])
        try await server.restart("immediate")
        restarted.set()
      }
      try await writer.insert(Self.notes, into: "note", ["customer", "body"])
    }
    #expect(runs.current > 1 && restarted.isSet)
    #expect(try await database.notes().count == Self.notes.count)
    await database.close()
  }

  @Test func `the number of a row is found in whatever language the server speaks`() {
    #expect(PostgreSQLCopy.row(in: "COPY note, line 1234, column body: \"COPY 7, 8\"") == 1234)
    #expect(PostgreSQLCopy.row(in: "COPY note, Zeile 3") == 3)
    #expect(PostgreSQLCopy.row(in: "PL/pgSQL function f() line 9\nCOPY note2, line 5") == 5)
    #expect(PostgreSQLCopy.row(in: "") == nil)
  }
}
