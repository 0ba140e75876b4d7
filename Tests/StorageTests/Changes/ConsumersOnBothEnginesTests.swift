import Storage
import Testing

/// What the change log promises its consumers, on either engine: cursors are the engine's own.
@Suite struct ConsumersOnBothEnginesTests {
  @Test(arguments: Engine.allCases)
  func `entries go past the slowest consumer, and who is dropped is told`(engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let database = try await place.open()
    for number in 1...6 { try await database.add("\(number)") }
    let log = try await database.log(6)
    let cursors = log.map(\.cursor)
    try await database.register("slow")
    try await database.register("fast", after: cursors[4])
    try await database.acknowledge(cursors[1], for: "slow")
    let round = try await ChangeLogKeeper(database, .keepsNothing).round(now: .noon)
    #expect(round.compacted == 2 && round.lags.map(\.entries) == [1, 4])
    await #expect(throws: ChangeLogError.compacted(cursor: cursors[0], upTo: cursors[1])) {
      _ = try await database.changes(after: cursors[0], customer: nil, limit: 9)
    }
    let kept = try await database.changes(after: cursors[1], customer: nil, limit: 9)
    #expect(kept == Array(log[2...]))
    let strict = ChangeRetention(
      keepMicroseconds: 0, mostEntriesBehind: 3, mostMicrosecondsBehind: .max)
    let dropping = try await ChangeLogKeeper(database, strict).round(now: .noon)
    #expect(dropping.dropped.map(\.name) == ["slow"] && dropping.compacted == 3)
    let error = await #expect(throws: ChangeLogError.self) {
      try await database.acknowledge(cursors[5], for: "slow")
    }
    #expect("\(String(describing: error))".contains("4 entries behind, 3 allowed"))
    let newest = try await database.newestChange()
    #expect(newest == cursors[5])
    #expect(try await database.register("slow", after: newest).cursor == newest)
    await database.close()
    let again = try await place.open()
    let consumers = try await again.read { try await $0.changeConsumers() }
    #expect(consumers.map(\.cursor) == [cursors[4], cursors[5]])
    #expect(try await again.read { try await $0.changeLogExtent() }.compacted == cursors[4])
    await again.close()
  }

  @Test(arguments: Engine.allCases)
  func `an acknowledgement and its effect are kept together, or not at all`(engine: Engine)
    async throws
  {
    let place = try await Place(engine)
    let database = try await place.open()
    try await database.add("1")
    let cursor = try #require(try await database.log(1).first?.cursor)
    try await database.register("a")
    @Sendable func act(_ body: String, fails: Bool) async throws {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', $1)", [.text(body)])
        try await writer.acknowledgeChanges(upTo: cursor, for: "a", now: .noon)
        try await writer.keepChangePosition(cursor, in: "another")
        if fails { throw Refusal() }
      }
    }
    await #expect(throws: Refusal.self) { try await act("lost", fails: true) }
    #expect(try await database.consumer("a").cursor == 0)
    #expect(try await database.read { try await $0.changePosition(in: "another") } == nil)
    try await act("kept", fails: false)
    #expect(try await database.consumer("a").cursor == cursor)
    #expect(try await database.read { try await $0.changePosition(in: "another") } == cursor)
    #expect(try await database.notes() == ["1", "kept"])
    await database.close()
  }
}
