import Storage
import StorageMove
import TestKit
import Testing

/// Who followed the file's change log follows the server's as if nothing had happened.
@Suite struct MovedConsumerTests {
  /// All that a consumer is given past its place, till `count` entries have come; acknowledged.
  private static func follow(_ database: any Database, _ name: String, _ count: Int) async throws
    -> [Change]
  {
    var seen: [Change] = []
    var cursor = try await database.read { try await $0.changeConsumer(name, of: nil).cursor }
    while seen.count < count {
      _ = try await database.waitForChange(after: cursor)
      let page = try await database.changes(after: cursor, customer: nil, limit: 50)
      seen += page
      cursor = page.last?.cursor ?? cursor
    }
    let last = cursor
    try await database.write(customer: "") { writer in
      try await writer.acknowledgeChanges(upTo: last, for: name, now: 3_000_000)
    }
    return seen
  }

  private static func add(_ number: Int, to database: any Database) async throws {
    try await database.write(customer: "c1") { writer in
      try await writer.appendChange(
        customer: "c1", kind: "late", detail: Array("\(number)".utf8))
    }
  }

  /// - Parameter offset: how far ahead the file's cursors are. A server's own begin at about 50 millions.
  @Test(arguments: [0, 3_000_000_000_000])
  func `a consumer skips nothing and sees nothing twice, and cursors go on rising`(offset: Int64)
    async throws
  {
    let sides = try await Sides()
    try await sides.fill(things: 300)
    let file = try await sides.openFile()
    try await file.write(customer: "") { writer in
      // As many entries as came and were compacted before.
      try await writer.execute("UPDATE change_log SET cursor = cursor + $1", [.integer(offset)])
      try await writer.execute("UPDATE sqlite_sequence SET seq = seq + $1", [.integer(offset)])
      try await writer.execute("UPDATE change_log_floor SET cursor = $1", [.integer(offset)])
      for name in ["half", "whole"] {
        _ = try await writer.registerConsumer(name, owner: "us", after: nil, now: 1_000_000)
      }
      try await writer.acknowledgeChanges(upTo: offset + 120, for: "half", now: 1_000_000)
      try await writer.acknowledgeChanges(upTo: offset + 300, for: "whole", now: 1_000_000)
    }
    await file.close()
    let report = try await sides.move()
    #expect(report.newestCursor == offset + 300)

    let moved = try await sides.openServer()
    for number in 0..<10 { try await Self.add(number, to: moved) }
    let rest = try await Self.follow(moved, "half", 190)
    #expect(rest.prefix(180).map(\.cursor) == Array(offset + 121...offset + 300))
    #expect(rest.dropFirst(180).map(\.detail) == (0..<10).map { Array("\($0)".utf8) })
    #expect(rest.map(\.cursor) == Set(rest.map(\.cursor)).sorted())
    let late = try await Self.follow(moved, "whole", 10)
    #expect(late == Array(rest.suffix(10)))
    // What stood compacted in the file is as gone here.
    if offset > 0 {
      await #expect(throws: ChangeLogError.self) {
        try await moved.changes(after: offset - 1, customer: nil, limit: 1)
      }
    }
    await moved.close()
  }

  @Test func `a log of which all was compacted goes on behind its end`() async throws {
    let sides = try await Sides()
    let far = Int64(5_000_000_000_000)
    let file = try await sides.openFile()
    try await Self.add(0, to: file)
    try await file.write(customer: "") { writer in
      try await writer.execute("DELETE FROM change_log", [])
      try await writer.execute("UPDATE sqlite_sequence SET seq = $1", [.integer(far)])
      try await writer.execute("UPDATE change_log_floor SET cursor = $1", [.integer(far)])
    }
    await file.close()
    _ = try await sides.move()
    let moved = try await sides.openServer()
    try await Self.add(1, to: moved)
    let next = try await moved.waitForChange(after: far)
    #expect(next > far)
    let log = try await moved.changes(after: far, customer: nil, limit: 10)
    #expect(log.map(\.detail) == [Array("1".utf8)])
    await moved.close()
  }
}
