import Storage
import Synchronization
import TestKit
import Testing

@testable import StorageMove

@Suite struct MovingTests {
  @Test func `every row of every table arrives as it was, and is counted and summed`() async throws
  {
    let sides = try await Sides()
    try await sides.fill()
    let report = try await sides.move()
    let names = report.tables.map(\.table)
    #expect(
      names == [
        "change_consumers", "change_log", "change_log_floor", "change_log_gaps", "change_positions",
        "loose", "request", "thing",
      ])
    #expect(report.tables.map(\.rows) == [0, 600, 1, 0, 1, 1, 1, 600])
    #expect(report.newestCursor == 600 && report.rowsBefore == 0)
    let moved = try await sides.openServer()
    let rows = try await moved.scan { reader in
      try await reader.query("SELECT customer, number, weight, body, note FROM thing", []) { row in
        (0..<5).map { row.value($0) }
      }
    }
    for row in rows {
      guard case .integer(let place) = row[1] else { throw HarnessError("\(row)") }
      let number = Int(place) + 7
      #expect(row[2] == (number % 5 == 0 ? .null : .real(Double(number) / 7)))
      #expect(row[3] == .blob(Array(repeating: UInt8(number % 256), count: number % 90)))
      #expect(row[4] == (number % 3 == 0 ? .null : .text("né \(number)\t\\N")))
    }
    let loose = try await moved.read { reader in
      try await reader.query("SELECT value FROM loose", []) { $0.text(0) }
    }
    #expect(loose == ["changed since"])
    #expect(try await moved.read { try await $0.changePosition(in: "elsewhere") } == 77)
    #expect(try await moved.appliedMigrations().count == 2)
    await moved.close()
  }

  /// Wherever it is cut, what is there is a beginning of each table, and the same command goes on.
  @Test func `a move that is cut short again and again arrives all the same`() async throws {
    let sides = try await Sides()
    try await sides.fill(things: 3_000)
    var attempts = 0
    var before: [Int] = []
    while true {
      attempts += 1
      let seen = Mutex(0)
      let attempt = Task {
        try await sides.move { stage, _ in
          // One for the beginning, then one for each page: the first two that are new.
          let count = seen.withLock { count in
            count += stage == .copying ? 1 : 0
            return count
          }
          if stage == .copying, count == 3 { endHere() }
        }
      }
      do {
        before.append(try await attempt.value.rowsBefore)
        break
      } catch is CancellationError {
        try #require(attempts < 100)
      }
    }
    #expect(attempts > 3)
    #expect(before[0] > 0)
    let moved = try await sides.openServer()
    let count = try await moved.scan { reader in
      try await reader.first("SELECT count(*), count(DISTINCT cursor) FROM change_log", []) {
        [$0.integer(0), $0.integer(1)]
      }
    }
    #expect(count == [3_000, 3_000])
    await moved.close()
  }

  @Test func `a move that had finished is told of again, and changes nothing`() async throws {
    let sides = try await Sides()
    try await sides.fill()
    let first = try await sides.move(id: "one")
    let moved = try await sides.openServer()
    try await moved.write(customer: "c0") { writer in
      try await writer.execute("DELETE FROM thing WHERE customer = 'c0'", [])
    }
    let second = try await sides.move(id: "two")
    #expect(second.tables == first.tables)
    let left = try await moved.read { reader in
      try await reader.first("SELECT count(*) FROM thing", []) { $0.integer(0) }
    }
    #expect(left == 400)
    await moved.close()
  }

  @Test func `a row that was changed on the way is found by the checksum of its table`()
    async throws
  {
    let sides = try await Sides()
    try await sides.fill()
    let copied = Task {
      try await sides.move { stage, _ in
        if stage == .comparing { endHere() }
      }
    }
    await #expect(throws: (any Error).self) { try await copied.value }
    let bare = try sides.openBareServer()
    try await bare.write(customer: "") { writer in
      try await writer.execute(
        "UPDATE thing SET note = 'other' WHERE customer = 'c1' AND number = 5", [])
    }
    await bare.close()
    let told = try await refusal { _ = try await sides.move() }
    #expect(told.code == .corrupt, "\(told)")
    #expect(told.message.hasPrefix("table thing is not the same on both sides"), "\(told)")
    let unfinished = try await refusal { _ = try await sides.openServer() }
    #expect(unfinished.code == .busy, "\(unfinished)")
  }

  @Test(arguments: ["CAST(x'ff41' AS TEXT)", "CAST(x'4100' AS TEXT)"])
  func `a text that PostgreSQL does not take stops the move, and its row is named`(text: String)
    async throws
  {
    let sides = try await Sides()
    try await sides.fill()
    let file = try await sides.openFile()
    try await file.write(customer: "") { writer in
      _ = try await writer.execute("UPDATE request SET id = \(text)", [])
    }
    await file.close()
    let told = try await refusal { _ = try await sides.move() }
    #expect(told.code == .constraint, "\(told)")
    #expect(told.message.contains("row 1 of 1 for request: "), "\(told)")
  }

  @Test func `tables are told apart by what they hold, not by how it reads`() {
    let tables: [[[SQLValue]]] = [
      [["ab", "c"]], [["a", "bc"]], [["abc"]], [[.blob(Array("abc".utf8))]], [["a"], ["bc"]],
      [[1]], [[.real(1)]], [["1"]], [[.null]], [[""]], [[.null, .null]], [[.blob([])]], [],
    ]
    #expect(Set(tables.map(TableChecksum.encoded)).count == tables.count - 1)
    // A row's end has no mark of its own: all rows of a table have the same columns.
    #expect(TableChecksum.encoded([["a"], ["bc"]]) == TableChecksum.encoded([["a", "bc"]]))
  }

  @Test func `a page is about two MiB of rows, and grows by no more than twice`() {
    var size = PageSize()
    size.learn(Array(repeating: [.blob(Array(repeating: 0, count: 65_528))], count: 256))
    #expect(size.rows == 32)
    for _ in 0..<20 { size.learn(Array(repeating: [1], count: 10)) }
    #expect(size.rows == 4_096)
    size.learn([[.blob(Array(repeating: 0, count: 5 << 20))]])
    #expect(size.rows == 1)
    size.learn([])
    #expect(size.rows == 1)
  }
}
