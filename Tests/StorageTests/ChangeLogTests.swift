import Storage
import Testing

@Suite struct ChangeLogTests {
  @Test(arguments: Engine.allCases)
  func `entries come in the order of commits, from any cursor`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    for number in 1...4 { try await database.add("\(number)", to: number % 2 == 0 ? "b" : "a") }
    let all = try await database.log(4)
    let cursors = all.map(\.cursor)
    #expect(engine == .sqlite ? cursors == [1, 2, 3, 4] : cursors == Set(cursors).sorted())
    #expect(all.map(\.customer) == ["a", "b", "a", "b"])
    let third = Change(cursor: cursors[2], customer: "a", kind: "note", detail: [51], at: 1_000_000)
    #expect(try await database.changes(after: cursors[0], customer: "a", limit: 10) == [third])
    #expect(try await database.changes(after: cursors[1], customer: nil, limit: 1) == [third])
    #expect(try await database.changes(after: cursors[3], customer: nil, limit: 10).isEmpty)
  }

  @Test(arguments: Engine.allCases)
  func `order per customer holds with many writers`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for customer in 0..<10 {
        group.addTask {
          for number in 0..<20 { try await database.add("\(number)", to: "\(customer)") }
        }
      }
      try await group.waitForAll()
    }
    let all = try await database.log(200)
    for customer in 0..<10 {
      let log = all.filter { $0.customer == "\(customer)" }
      #expect(log.map { String(decoding: $0.detail, as: UTF8.self) } == (0..<20).map(String.init))
    }
    #expect(all.map(\.cursor) == Set(all.map(\.cursor)).sorted())
    if engine == .sqlite { #expect(all.map(\.cursor) == Array(1...200)) }
  }

  @Test func `a cursor is never used twice, not even after the newest entry went`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("one")
    try await database.write(customer: "anna") { writer in
      try await writer.execute("DELETE FROM change_log", [])
    }
    await database.close()
    let again = try await scratch.open()
    try await again.add("two")
    #expect(try await again.changes(after: 0, customer: nil, limit: 9).map(\.cursor) == [2])
    #expect(try await again.waitForChange(after: 0) == 2)
  }

  @Test(arguments: Engine.allCases)
  func `a waiter wakes when the log has grown past its cursor`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    async let first = database.waitForChange(after: 0)
    try await database.add("1")
    let one = try await first
    #expect(one >= 1)
    async let second = database.waitForChange(after: one)
    try await database.add("2")
    let two = try await second
    #expect(two > one)
    #expect(try await database.waitForChange(after: one) == two)
  }

  @Test(arguments: Engine.allCases)
  func `a write without a change wakes nobody`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let waiter = Task { try await database.waitForChange(after: 0) }
    try await database.write(customer: "anna") { writer in
      try await writer.execute("INSERT INTO note VALUES ('anna', 'silent')", [])
    }
    await #expect(throws: Refusal.self) {
      try await database.write(customer: "anna") { writer in
        try await writer.appendChange(customer: "anna", kind: "note", detail: [])
        throw Refusal()
      }
    }
    try await database.add("loud")
    #expect(try await waiter.value == database.log(1).map(\.cursor).last)
  }

  @Test(arguments: Engine.allCases)
  func `a waiter can be cancelled, before and while it waits`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    for yields in 0..<20 {
      let waiter = Task { try await database.waitForChange(after: 0) }
      for _ in 0..<yields { await Task.yield() }
      waiter.cancel()
      await #expect(throws: CancellationError.self) { try await waiter.value }
    }
  }

  @Test(arguments: Engine.allCases)
  func `closing wakes those who wait`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let waiter = Task { try await database.waitForChange(after: 0) }
    await database.close()
    #expect(try await failure { _ = try await waiter.value }.code == .closed)
  }
}
