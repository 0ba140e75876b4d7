import Storage
import TestKit
import Testing

/// Where the change log ends: what is told to whoever goes on from there, and how much one write adds.
@Suite struct PostgreSQLLogEndTests {
  @Test func `nobody is told to go on past what an older transaction may still add`() async throws {
    let place = try await Place(.postgreSQL)
    let (database, replica) = (try await place.open(), try await place.open())
    try await database.add("before")
    let before = try #require(try await database.log(1).last?.cursor)
    try await database.register("a")
    let (begun, gate) = (Signal(), Signal())
    let slow = Task {
      try await database.write(customer: "slow") { writer in
        try await writer.execute("INSERT INTO note VALUES ('slow', 'first')", [])
        begun.send()
        await gate.wait()
        try await writer.appendChange(customer: "slow", kind: "note", detail: [])
      }
    }
    await begun.wait()
    try await replica.add("second", to: "quick")
    #expect(try await replica.scan { try await $0.changeLogExtent() }.newest == before)
    await #expect(throws: ChangeLogError.ahead(cursor: .max, newest: before)) {
      try await replica.register("b", after: .max)
    }
    await #expect(throws: ChangeLogError.ahead(cursor: .max, newest: before)) {
      try await replica.acknowledge(.max, for: "a")
    }
    gate.send()
    try await slow.value
    let log = try await replica.log(2, after: before)
    #expect(log.map(\.customer) == ["slow", "quick"])
  }

  /// The place in its transaction has 16 bits of a cursor: one more would be the next transaction's.
  @Test func `a write that appends more than a cursor can tell apart is refused`() async throws {
    let database = try await Place(.postgreSQL).open()
    for swallows in [false, true] {
      let error = try await failure {
        try await database.write(customer: "anna") { writer in
          do {
            for _ in 0...65_536 {
              try await writer.appendChange(customer: "anna", kind: "note", detail: [])
            }
          } catch {
            guard swallows else { throw error }
          }
        }
      }
      #expect(error.message.contains("65536"))
    }
    #expect(try await database.changes(after: 0, customer: "anna", limit: 1).isEmpty)
    await database.close()
  }
}
