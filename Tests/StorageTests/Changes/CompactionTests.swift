import Storage
import Synchronization
import Testing

@Suite struct CompactionTests {
  @Test func `entries go only past the slowest consumer`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...9 { try await database.add("\(number)") }
    for (name, cursor) in [("slow", Int64(3)), ("fast", 8)] {
      try await database.register(name)
      try await database.acknowledge(cursor, for: name)
    }
    let keeper = ChangeLogKeeper(database, .keepsNothing)
    let round = try await keeper.round(now: .noon)
    #expect(round.compacted == 3)
    #expect(round.lags.map(\.entries) == [1, 6])
    let kept = try await database.changes(after: 3, customer: nil, limit: 99)
    #expect(kept.map(\.cursor) == Array(4...9))
    try await database.acknowledge(9, for: "slow")
    #expect(try await keeper.round(now: .noon).compacted == 5)
    #expect(try await keeper.round(now: .noon).compacted == 0)
  }

  @Test func `a reader from a compacted cursor is told so, never given a gap`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...4 { try await database.add("\(number)", to: "\(number)") }
    try await database.register("a", after: 2)
    _ = try await ChangeLogKeeper(database, .keepsNothing).round(now: .noon)
    for (cursor, customer) in [(Int64(0), nil), (1, nil), (1, "3")] {
      await #expect(throws: ChangeLogError.compacted(cursor: cursor, upTo: 2)) {
        try await database.changes(after: cursor, customer: customer, limit: 9)
      }
    }
    #expect(try await database.changes(after: 2, customer: nil, limit: 9).map(\.cursor) == [3, 4])
  }

  @Test func `without consumers entries stay for as long as they are kept for everybody`()
    async throws
  {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...4 { try await database.add("\(number)") }
    let keeper = ChangeLogKeeper(
      database,
      ChangeRetention(
        keepMicroseconds: .hour, mostEntriesBehind: .max, mostMicrosecondsBehind: .max))
    #expect(try await keeper.round(now: .noon + .hour - 1).compacted == 0)
    #expect(try await keeper.round(now: .noon + .hour).compacted == 4)
    #expect(try await database.newestChange() == 4)
    try await database.add("5")
    #expect(try await database.changes(after: 4, customer: nil, limit: 9).map(\.cursor) == [5])
  }

  @Test func `a compacted log keeps its end over a restart`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...4 { try await database.add("\(number)") }
    _ = try await ChangeLogKeeper(database, .keepsNothing).round(now: .noon)
    await database.close()
    let again = try await scratch.open()
    #expect(try await again.newestChange() == 4)
    #expect(try await again.waitForChange(after: 0) == 4)
    await #expect(throws: ChangeLogError.compacted(cursor: 0, upTo: 4)) {
      try await again.changes(after: 0, customer: nil, limit: 9)
    }
  }

  @Test func `a consumer past the bound in entries is dropped, told why, and begins anew`()
    async throws
  {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.register("away")
    for number in 1...6 { try await database.add("\(number)") }
    func keeper(_ most: Int64) -> ChangeLogKeeper {
      ChangeLogKeeper(
        database,
        ChangeRetention(
          keepMicroseconds: 0, mostEntriesBehind: most, mostMicrosecondsBehind: .max))
    }
    #expect(try await keeper(6).round(now: .noon).dropped == [])
    let round = try await keeper(5).round(now: .noon + 1)
    #expect(round.dropped.map(\.name) == ["away"] && round.compacted == 6 && round.lags.isEmpty)
    let drop = ChangeConsumer.Drop(at: .noon + 1, reason: "6 entries behind, 5 allowed")
    #expect(round.dropped.first?.dropped == drop)
    let error = try await #require(throws: ChangeLogError.self) {
      try await database.acknowledge(6, for: "away")
    }
    #expect("\(error)".contains("6 entries behind") && "\(error)".contains("take a snapshot"))
    await #expect(throws: error) { _ = try await database.consumer("away") }
    #expect(try await keeper(5).round(now: .noon).dropped == [])
    #expect(try await database.register("away", after: 6).dropped == nil)
    try await database.add("7")
    #expect(try await database.consumer("away").cursor == 6)
  }

  @Test func `a consumer past the bound in time is dropped; one that is up to date never is`()
    async throws
  {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("1")
    try await database.register("away")
    try await database.register("idle", after: 1)
    let keeper = ChangeLogKeeper(
      database,
      ChangeRetention(
        keepMicroseconds: 0, mostEntriesBehind: .max, mostMicrosecondsBehind: .hour))
    let before = try await keeper.round(now: .noon + .hour)
    #expect(before.dropped.isEmpty && before.compacted == 0)
    #expect(before.lags.map(\.microseconds) == [.hour, 0])
    let after = try await keeper.round(now: .noon + .hour + 1)
    #expect(after.dropped.map(\.name) == ["away"] && after.compacted == 1)
    #expect(try await keeper.round(now: .noon + 1_000 * .hour).dropped.isEmpty)
  }

  @Test func `what goes by a wrong clock does not hold up the rest`() {
    let retention = ChangeRetention(
      keepMicroseconds: 10, mostEntriesBehind: 0, mostMicrosecondsBehind: 0)
    #expect(
      retention.mayGo(entryMadeAt: 90, now: 100) && !retention.mayGo(entryMadeAt: 91, now: 100))
    #expect(
      !retention.mayGo(entryMadeAt: 110, now: 100) && retention.mayGo(entryMadeAt: 111, now: 100))
    #expect(
      retention.mayGo(entryMadeAt: .max, now: 100) && retention.mayGo(entryMadeAt: 0, now: 100))
  }

  /// An hour away at two entries a second, while others go on writing and compacting.
  @Test func `a consumer that was down for an hour catches up in order, in bounded steps`()
    async throws
  {
    let scratch = try Scratch()
    let clock = Clock()
    let database = try await scratch.open(SQLiteOptions { clock.now })
    try await database.register("away")
    let keeper = ChangeLogKeeper(
      database,
      ChangeRetention(
        keepMicroseconds: 60_000_000, mostEntriesBehind: 10_000, mostMicrosecondsBehind: 2 * .hour))
    try await database.append(7_200, each: 500_000, clock)
    #expect(try await keeper.round(now: clock.now).compacted == 0)
    async let writes: Void = database.append(1_000, each: 1, clock, from: 7_200)
    var seen: [String: [Int]] = [:]
    var cursor: Int64 = 0
    while cursor < 8_200 {
      let page = try await database.changes(after: cursor, customer: nil, limit: 100)
      #expect(page.count <= 100)
      for change in page {
        seen[change.customer, default: []].append(
          Int(String(decoding: change.detail, as: UTF8.self)) ?? -1)
      }
      guard let last = page.last?.cursor else { continue }
      cursor = last
      try await database.acknowledge(cursor, for: "away", now: clock.now)
      _ = try await keeper.round(now: clock.now)
    }
    try await writes
    #expect(seen.values.reduce(0) { $0 + $1.count } == 8_200)
    for (customer, numbers) in seen {
      #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count, "\(customer)")
    }
    _ = try await keeper.round(now: clock.now + .hour)
    #expect(try await database.read { try await $0.changeLogExtent() }.compacted == 8_200)
  }
}

/// A clock that tests set.
final class Clock: Sendable {
  private let time = Atomic<Int64>(.noon)
  var now: Int64 { time.load(ordering: .relaxed) }
  func advance(by microseconds: Int64) { time.wrappingAdd(microseconds, ordering: .relaxed) }
}

extension SQLiteDatabase {
  /// Appends entries of ten customers, the clock going on between them.
  fileprivate func append(
    _ count: Int, each microseconds: Int64, _ clock: Clock, from first: Int = 0
  )
    async throws
  {
    for start in stride(from: first, to: first + count, by: 100) {
      try await write(customer: "") { writer in
        for number in start..<start + 100 {
          clock.advance(by: microseconds)
          try await writer.appendChange(
            customer: "\(number % 10)", kind: "note", detail: Array("\(number)".utf8))
        }
      }
    }
  }
}
