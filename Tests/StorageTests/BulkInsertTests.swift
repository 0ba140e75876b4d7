import Storage
import TestKit
import Testing

/// Many rows at once, which each engine does in its own way.
@Suite struct BulkInsertTests {
  private static let things = [
    Migration(
      version: 1, name: "things",
      sql: """
        CREATE TABLE thing (
          name TEXT NOT NULL PRIMARY KEY, count INTEGER, weight REAL, body BLOB) STRICT;
        """)
  ]
  private static let columns = ["name", "count", "weight", "body"]

  private static func with(_ engine: Engine, _ body: (any Database) async throws -> Void)
    async throws
  {
    let database = try await Place(engine).open(things)
    do {
      try await body(database)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  private static func all(_ database: any Database) async throws -> [[SQLValue]] {
    try await database.scan { reader in
      try await reader.query("SELECT name, count, weight, body FROM thing ORDER BY name", []) {
        row in (0..<4).map { row.value($0) }
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `every kind of value comes back as it went in`(engine: Engine) async throws {
    let rows: [[SQLValue]] = [
      ["", .null, .null, .blob([])],
      ["a\tb\\N\n\"", .integer(.min), .real(-0.0), .blob([0, 255, 10, 92])],
      ["b", .integer(.max), .real(.infinity), .blob(Array(repeating: 7, count: 300_000))],
      ["é \u{1F600}", -1, 1.5, .null],
    ]
    try await Self.with(engine) { database in
      let count = try await database.write(customer: "anna") { writer in
        try await writer.insert(rows, into: "thing", Self.columns)
      }
      #expect(count == 4)
      #expect(try await Self.all(database) == rows)
    }
  }

  @Test(arguments: Engine.allCases)
  func `what else the transaction does is kept with it, before and behind`(engine: Engine)
    async throws
  {
    try await Self.with(engine) { database in
      for round in 0..<3 {
        try await database.write(customer: "anna") { writer in
          if round > 0 {
            try await writer.execute("DELETE FROM thing WHERE name = $1", [.text("0-\(round)")])
          }
          try await writer.insert(
            (0..<10).map { [.text("\(round)-\($0)")] }, into: "thing", ["name"])
          try await writer.insert([], into: "thing", ["name"])
          try await writer.execute("UPDATE thing SET count = $1", [.integer(Int64(round))])
          try await writer.appendChange(customer: "anna", kind: "things", detail: [])
        }
      }
      #expect(try await Self.all(database).count == 28)
      #expect(try await Self.all(database).allSatisfy { $0[1] == 2 })
      #expect(try await database.log(3).count == 3)
    }
  }

  @Test(arguments: Engine.allCases)
  func `the row that breaks a rule is named, and nothing of any is kept`(engine: Engine)
    async throws
  {
    try await Self.with(engine) { database in
      let rows: [[SQLValue]] = (0..<2_000).map { [.text($0 == 1_233 ? "17" : "\($0)")] }
      let told = try await failure {
        try await database.write(customer: "anna") { writer in
          _ = try await writer.insert(rows, into: "thing", ["name"])
        }
      }
      #expect(told.code == .constraint, "\(told)")
      #expect(told.message.hasPrefix("row 1234 of 2000 for thing: "), "\(told)")
      #expect(try await Self.all(database).isEmpty)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a value of another type and a row of another length are refused by name`(engine: Engine)
    async throws
  {
    try await Self.with(engine) { database in
      let wrong = try await failure {
        try await database.write(customer: "anna") { writer in
          _ = try await writer.insert(
            [["a", 1], ["b", "one"]], into: "thing", ["name", "count"])
        }
      }
      #expect(wrong.code == .constraint, "\(wrong)")
      #expect(wrong.message.hasPrefix("row 2 of 2 for thing: "), "\(wrong)")
      let short = try await failure {
        try await database.write(customer: "anna") { writer in
          _ = try await writer.insert([["a", 1], ["b"]], into: "thing", ["name", "count"])
        }
      }
      #expect(short.code == .sql, "\(short)")
      #expect(short.message == "row 2 of 2 for thing: 1 values for 2 columns", "\(short)")
      let missing = try await failure {
        try await database.write(customer: "anna") { writer in
          _ = try await writer.insert([["a"]], into: "thing", ["nothing"])
        }
      }
      #expect(missing.code == .sql, "\(missing)")
      #expect(try await Self.all(database).isEmpty)
    }
  }

  @Test(arguments: Engine.allCases)
  func `a body that throws behind an insert leaves nothing of it`(engine: Engine) async throws {
    try await Self.with(engine) { database in
      await #expect(throws: Refusal.self) {
        try await database.write(customer: "anna") { writer in
          try await writer.insert([["a"], ["b"]], into: "thing", ["name"])
          throw Refusal()
        }
      }
      let left = try await Self.all(database)
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: Engine.allCases)
  func `many batches and many writers at once are all there`(engine: Engine) async throws {
    try await Self.with(engine) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<12 {
          group.addTask {
            let rows: [[SQLValue]] = (0..<500).map { [.text("\(writer)-\($0)"), .integer($0)] }
            _ = try await database.write(customer: "\(writer)") {
              try await $0.insert(rows, into: "thing", ["name", "count"])
            }
            _ = try await Self.all(database)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await Self.all(database).count == 6_000)
    }
  }
}
