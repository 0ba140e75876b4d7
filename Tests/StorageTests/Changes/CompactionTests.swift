import Storage
import Synchronization
import Testing

@Suite struct CompactionTests {
  @Test(arguments: Engine.allCases)
  func `entries go only past the slowest consumer`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let cursors = try await database.addInTurn(9)
    for (name, last) in [("slow", 3), ("fast", 8)] {
      try await database.register(name)
      try await database.acknowledge(cursors[last - 1], for: name)
    }
    let keeper = ChangeLogKeeper(database, .keepsNothing)
    let round = try await keeper.round(now: .noon)
    #expect(round.compacted == 3)
    #expect(round.lags.map(\.entries) == [1, 6])
    let kept = try await database.changes(after: cursors[2], customer: nil, limit: 99)
    #expect(kept.map(\.cursor) == Array(cursors[3...]))
    try await database.acknowledge(cursors[8], for: "slow")
    #expect(try await keeper.round(now: .noon).compacted == 5)
    #expect(try await keeper.round(now: .noon).compacted == 0)
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `a reader from a compacted cursor is told so, never given a gap`(_ engine: Engine)
    async throws
  {
    let database = try await Place(engine).open()
    let cursors = try await database.addInTurn(4) { "\($0)" }
    let (first, second) = (cursors[0], cursors[1])
    try await database.register("a", after: second)
    _ = try await ChangeLogKeeper(database, .keepsNothing).round(now: .noon)
    for (cursor, customer) in [(0, nil), (first, nil), (first, "3")] {
      await #expect(throws: ChangeLogError.compacted(cursor: cursor, upTo: second)) {
        try await database.changes(after: cursor, customer: customer, limit: 9)
      }
    }
    let kept = try await database.changes(after: second, customer: nil, limit: 9)
    #expect(kept.map(\.cursor) == Array(cursors[2...]))
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `without consumers entries stay for as long as they are kept for everybody`(_ engine: Engine)
    async throws
  {
    let database = try await Place(engine).open()
    let newest = try await database.addInTurn(4)[3]
    let keeper = ChangeLogKeeper(
      database,
      ChangeRetention(
        keepMicroseconds: .hour, mostEntriesBehind: .max, mostMicrosecondsBehind: .max))
    #expect(try await keeper.round(now: .noon + .hour - 1).compacted == 0)
    #expect(try await keeper.round(now: .noon + .hour).compacted == 4)
    #expect(try await database.newestChange() == newest)
    try await database.add("5")
    #expect(try await database.log(1, after: newest).map(\.detail) == [Array("5".utf8)])
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `a compacted log keeps its end over a restart`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    let database = try await place.open()
    let newest = try await database.addInTurn(4)[3]
    _ = try await ChangeLogKeeper(database, .keepsNothing).round(now: .noon)
    await database.close()
    let again = try await place.open()
    #expect(try await again.newestChange() == newest)
    #expect(try await again.waitForChange(after: 0) == newest)
    await #expect(throws: ChangeLogError.compacted(cursor: 0, upTo: newest)) {
      try await again.changes(after: 0, customer: nil, limit: 9)
    }
    await again.close()
  }

  @Test(arguments: Engine.allCases)
  func `a consumer past the bound in entries is dropped, told why, and begins anew`(
    _ engine: Engine
  ) async throws {
    let database = try await Place(engine).open()
    try await database.register("away")
    let newest = try await database.addInTurn(6)[5]
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
      try await database.acknowledge(newest, for: "away")
    }
    #expect("\(error)".contains("6 entries behind") && "\(error)".contains("take a snapshot"))
    await #expect(throws: error) { _ = try await database.consumer("away") }
    #expect(try await keeper(5).round(now: .noon).dropped == [])
    #expect(try await database.register("away", after: newest).dropped == nil)
    try await database.add("7")
    #expect(try await database.consumer("away").cursor == newest)
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `a consumer past the bound in time is dropped; one that is up to date never is`(
    _ engine: Engine
  ) async throws {
    let database = try await Place(engine).open()
    let newest = try await database.addInTurn(1)[0]
    try await database.register("away")
    try await database.register("idle", after: newest)
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
    await database.close()
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
  @Test(arguments: Engine.allCases)
  func `a consumer that was down for an hour catches up in order, in bounded steps`(
    _ engine: Engine
  ) async throws {
    let clock = Clock()
    let database = try await Place(engine) { clock.now }.open()
    try await database.register("away")
    let keeper = ChangeLogKeeper(
      database,
      ChangeRetention(
        keepMicroseconds: 60_000_000, mostEntriesBehind: 10_000, mostMicrosecondsBehind: 2 * .hour))
    try await database.append(0..<7_200, each: 500_000, clock)
    #expect(try await keeper.round(now: clock.now).compacted == 0)
    async let writes: Void = database.append(7_200..<8_200, each: 1, clock)
    var seen: [String: [Int]] = [:]
    var (count, cursor) = (0, Int64(0))
    while count < 8_200 {
      _ = try await database.waitForChange(after: cursor)
      let page = try await database.changes(after: cursor, customer: nil, limit: 100)
      #expect(page.count <= 100)
      for change in page {
        seen[change.customer, default: []].append(
          Int(String(decoding: change.detail, as: UTF8.self)) ?? -1)
      }
      (count, cursor) = (count + page.count, page.last?.cursor ?? cursor)
      try await database.acknowledge(cursor, for: "away", now: clock.now)
      _ = try await keeper.round(now: clock.now)
    }
    try await writes
    #expect(count == 8_200 && seen.count == 10)
    for (customer, numbers) in seen {
      #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count, "\(customer)")
    }
    _ = try await keeper.round(now: clock.now + .hour)
    #expect(try await database.read { try await $0.changeLogExtent() }.compacted == cursor)
    await database.close()
  }
}

/// A clock that tests set.
final class Clock: Sendable {
  private let time = Atomic<Int64>(.noon)
  var now: Int64 { time.load(ordering: .relaxed) }
  func advance(by microseconds: Int64) { time.wrappingAdd(microseconds, ordering: .relaxed) }
}

extension Database {
  /// Appends numbered entries of ten customers, a hundred in a transaction, the clock going on between
  /// two of these: a body may be run more than once.
  fileprivate func append(_ numbers: Range<Int>, each microseconds: Int64, _ clock: Clock)
    async throws
  {
    for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: 100) {
      clock.advance(by: 100 * microseconds)
      try await write(customer: "") { writer in
        for number in start..<start + 100 {
          try await writer.appendChange(
            customer: "\(number % 10)", kind: "note", detail: Array("\(number)".utf8))
        }
      }
    }
  }
}
