import Storage
import Testing

@Suite struct ConsumerTests {
  @Test func `a consumer starts where it is told, and its cursor outlives the process`()
    async throws
  {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...3 { try await database.add("\(number)") }
    #expect(try await database.register("all").cursor == 0)
    #expect(try await database.register("new", after: 3).cursor == 3)
    try await database.acknowledge(2, for: "all")
    await database.close()
    let again = try await scratch.open()
    let consumers = try await again.read { try await $0.changeConsumers() }
    #expect(consumers.map(\.name) == ["all", "new"])
    #expect(consumers.map(\.cursor) == [2, 3])
  }

  @Test func `registering again changes nothing, for its owner`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("1")
    let first = try await database.register("a", after: 1)
    #expect(try await database.register("a") == first)
    await #expect(throws: ChangeLogError.foreign(consumer: "a")) {
      try await database.register("a", owner: "other")
    }
  }

  @Test func `an acknowledgement never goes back, and never past the end`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...3 { try await database.add("\(number)") }
    try await database.register("a")
    try await database.acknowledge(3, for: "a")
    try await database.acknowledge(1, for: "a")
    #expect(try await database.consumer("a").cursor == 3)
    await #expect(throws: ChangeLogError.ahead(cursor: 4, newest: 3)) {
      try await database.acknowledge(4, for: "a")
    }
    await #expect(throws: ChangeLogError.unknown(consumer: "b")) {
      try await database.acknowledge(1, for: "b")
    }
    await #expect(throws: ChangeLogError.foreign(consumer: "a")) {
      try await database.write(customer: "") { writer in
        try await writer.acknowledgeChanges(upTo: 3, for: "a", of: "other", now: 0)
      }
    }
  }

  @Test func `an acknowledgement and its effect are kept together, or not at all`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("1")
    try await database.register("a")
    await #expect(throws: Refusal.self) {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'effect')", [])
        try await writer.acknowledgeChanges(upTo: 1, for: "a", now: 0)
        throw Refusal()
      }
    }
    #expect(try await database.consumer("a").cursor == 0)
    #expect(try await database.notes() == ["1"])
  }

  @Test func `a start that the log does not have is refused`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...3 { try await database.add("\(number)") }
    _ = try await ChangeLogKeeper(database, .keepsNothing).round(now: .noon)
    await #expect(throws: ChangeLogError.compacted(cursor: 2, upTo: 3)) {
      try await database.register("a", after: 2)
    }
    await #expect(throws: ChangeLogError.ahead(cursor: 4, newest: 3)) {
      try await database.register("a", after: 4)
    }
    #expect(try await database.register("a").cursor == 3)
  }

  @Test func `there is a limit to consumers, till one is removed`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 0..<100 { try await database.register("\(number)") }
    await #expect(throws: ChangeLogError.tooMany(limit: 100)) {
      try await database.register("more")
    }
    #expect(try await database.write(customer: "") { try await $0.removeConsumer("7") })
    #expect(try await database.write(customer: "") { try await !$0.removeConsumer("7") })
    try await database.register("more")
  }

  @Test func `the position in another's log is kept with its effect`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    #expect(try await database.read { try await $0.changePosition(in: "profile") } == nil)
    for cursor: Int64 in [4, 9] {
      try await database.write(customer: "anna") { writer in
        try await writer.keepChangePosition(cursor, in: "profile")
      }
    }
    #expect(try await database.read { try await $0.changePosition(in: "profile") } == 9)
  }
}
