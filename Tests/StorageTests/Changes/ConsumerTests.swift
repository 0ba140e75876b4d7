import Storage
import Testing

/// What the change log promises its consumers. Cursors are the engine's own.
@Suite struct ConsumerTests {
  @Test(arguments: Engine.allCases)
  func `a consumer starts where it is told, and its cursor outlives the process`(
    _ engine: Engine
  ) async throws {
    let place = try await Place(engine)
    let database = try await place.open()
    let cursors = try await database.addInTurn(3)
    #expect(try await database.register("all").cursor == 0)
    #expect(try await database.register("new", after: cursors[2]).cursor == cursors[2])
    try await database.acknowledge(cursors[1], for: "all")
    await database.close()
    let again = try await place.open()
    let consumers = try await again.read { try await $0.changeConsumers() }
    #expect(consumers.map(\.name) == ["all", "new"])
    #expect(consumers.map(\.cursor) == [cursors[1], cursors[2]])
    await again.close()
  }

  @Test(arguments: Engine.allCases)
  func `registering again changes nothing, for its owner`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let cursors = try await database.addInTurn(1)
    let first = try await database.register("a", after: cursors[0])
    #expect(try await database.register("a") == first)
    await #expect(throws: ChangeLogError.foreign(consumer: "a")) {
      try await database.register("a", owner: "other")
    }
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `an acknowledgement never goes back, and never past the end`(
    _ engine: Engine
  ) async throws {
    let database = try await Place(engine).open()
    let cursors = try await database.addInTurn(3)
    let (first, newest) = (cursors[0], cursors[2])
    try await database.register("a")
    try await database.acknowledge(newest, for: "a")
    try await database.acknowledge(first, for: "a")
    #expect(try await database.consumer("a").cursor == newest)
    await #expect(throws: ChangeLogError.ahead(cursor: newest + 1, newest: newest)) {
      try await database.acknowledge(newest + 1, for: "a")
    }
    await #expect(throws: ChangeLogError.unknown(consumer: "b")) {
      try await database.acknowledge(first, for: "b")
    }
    await #expect(throws: ChangeLogError.foreign(consumer: "a")) {
      try await database.write(customer: "") { writer in
        try await writer.acknowledgeChanges(upTo: newest, for: "a", of: "other", now: 0)
      }
    }
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `an acknowledgement and its effect are kept together, or not at all`(
    _ engine: Engine
  ) async throws {
    let database = try await Place(engine).open()
    let cursor = try await database.addInTurn(1)[0]
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

  @Test(arguments: Engine.allCases)
  func `a start that the log does not have is refused`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let cursors = try await database.addInTurn(3)
    let newest = cursors[2]
    _ = try await ChangeLogKeeper(database, .keepsNothing).round(now: .noon)
    await #expect(throws: ChangeLogError.compacted(cursor: cursors[1], upTo: newest)) {
      try await database.register("a", after: cursors[1])
    }
    await #expect(throws: ChangeLogError.ahead(cursor: newest + 1, newest: newest)) {
      try await database.register("a", after: newest + 1)
    }
    #expect(try await database.register("a").cursor == newest)
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `there is a limit to consumers, till one is removed`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    for number in 0..<100 { try await database.register("\(number)") }
    await #expect(throws: ChangeLogError.tooMany(limit: 100)) {
      try await database.register("more")
    }
    #expect(try await database.write(customer: "") { try await $0.removeConsumer("7") })
    #expect(try await database.write(customer: "") { try await !$0.removeConsumer("7") })
    try await database.register("more")
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `the position in another's log is kept with its effect`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    #expect(try await database.read { try await $0.changePosition(in: "profile") } == nil)
    for cursor: Int64 in [4, 9] {
      try await database.write(customer: "anna") { writer in
        try await writer.keepChangePosition(cursor, in: "profile")
      }
    }
    #expect(try await database.read { try await $0.changePosition(in: "profile") } == 9)
    await database.close()
  }
}
