import Storage
import TestKit
import Testing

@Suite struct PostgreSQLConflictTests {
  /// Two customers' notes, of which both writes change the first's.
  private func place() async throws -> (Place, any Database) {
    let place = try await Place(.postgreSQL)
    let database = try await place.open()
    for customer in ["anna", "berta"] { try await database.add("x", to: customer) }
    return (place, database)
  }

  @Test func `a write that met another is run again, and both are kept`() async throws {
    let (_, database) = try await place()
    let (hasRead, gate, runs) = (Signal(), Signal(), Count())
    let late = Task {
      try await database.write(customer: "anna") { writer in
        _ = runs.next()
        let body = try await writer.first("SELECT body FROM note WHERE customer = 'anna'", []) {
          $0.text(0)
        }
        hasRead.send()
        await gate.wait()
        try await writer.execute(
          "UPDATE note SET body = $1 WHERE customer = 'anna'", [.text((body ?? "") + "l")])
      }
    }
    await hasRead.wait()
    try await database.write(customer: "berta") { writer in
      try await writer.execute("UPDATE note SET body = 'xe' WHERE customer = 'anna'", [])
    }
    gate.send()
    try await late.value
    #expect(try await database.notes() == ["xel"])
    #expect(runs.current == 2)
  }

  @Test func `two writes that wait for each other are both kept in the end`() async throws {
    let (_, database) = try await place()
    let (first, second) = (Signal(), Signal())
    @Sendable func append(_ letter: String, to customer: String, _ writer: any Writer) async throws
    {
      try await writer.execute(
        "UPDATE note SET body = body || $2 WHERE customer = $1", [.text(customer), .text(letter)])
    }
    async let one: Void = database.write(customer: "1") { writer in
      try await append("1", to: "anna", writer)
      first.send()
      await second.wait()
      try await append("1", to: "berta", writer)
    }
    async let two: Void = database.write(customer: "2") { writer in
      try await append("2", to: "berta", writer)
      second.send()
      await first.wait()
      try await append("2", to: "anna", writer)
    }
    _ = try await (one, two)
    let bodies = try await database.notes() + database.notes(of: "berta")
    #expect(bodies.allSatisfy { Set($0) == Set("x12") })
  }

  @Test func `a unique row that another customer's write was first with is seen`() async throws {
    let (_, database) = try await place()
    let (hasRead, gate) = (Signal(), Signal())
    let late = Task {
      try await database.write(customer: "late") { writer in
        let isThere = try await writer.first("SELECT 1 FROM note WHERE customer = 'key'", []) { _ in
          true
        }
        hasRead.send()
        await gate.wait()
        guard isThere == nil else { return "seen" }
        try await writer.execute("INSERT INTO note VALUES ('key', 'late')", [])
        return "written"
      }
    }
    await hasRead.wait()
    try await database.write(customer: "early") { writer in
      try await writer.execute("INSERT INTO note VALUES ('key', 'late')", [])
    }
    gate.send()
    #expect(try await late.value == "seen")
  }

  @Test func `a body that goes on after a failed statement keeps nothing`() async throws {
    let (_, database) = try await place()
    let error = try await failure {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'before')", [])
        _ = try? await writer.execute("INSERT INTO note VALUES ('anna', 'x')", [])
        _ = try? await writer.execute("INSERT INTO note VALUES ('anna', 'after')", [])
      }
    }
    #expect(error.code == .constraint)
    #expect(try await database.notes() == ["x"])
  }
}
