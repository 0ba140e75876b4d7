import Storage
import Testing

@Suite struct ChangeLogTests {
  @Test func `entries come in the order of commits, from any cursor`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...4 { try await database.add("\(number)", to: number % 2 == 0 ? "b" : "a") }
    let all = try await database.changes(after: 0, customer: nil, limit: 10)
    #expect(all.map(\.cursor) == [1, 2, 3, 4])
    #expect(all.map(\.customer) == ["a", "b", "a", "b"])
    let third = Change(cursor: 3, customer: "a", kind: "note", detail: [51], at: 1_000_000)
    #expect(try await database.changes(after: 1, customer: "a", limit: 10) == [third])
    #expect(try await database.changes(after: 2, customer: nil, limit: 1) == [third])
    #expect(try await database.changes(after: 4, customer: nil, limit: 10).isEmpty)
  }

  @Test func `order per customer holds with many writers`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for customer in 0..<10 {
        group.addTask {
          for number in 0..<20 { try await database.add("\(number)", to: "\(customer)") }
        }
      }
      try await group.waitForAll()
    }
    for customer in 0..<10 {
      let log = try await database.changes(after: 0, customer: "\(customer)", limit: 1_000)
      #expect(log.map { String(decoding: $0.detail, as: UTF8.self) } == (0..<20).map(String.init))
    }
    let all = try await database.changes(after: 0, customer: nil, limit: 1_000)
    #expect(all.map(\.cursor) == Array(1...200))
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

  @Test func `a waiter wakes when the log has grown past its cursor`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    async let first = database.waitForChange(after: 0)
    async let third = database.waitForChange(after: 2)
    try await database.add("1")
    #expect(try await first >= 1)
    try await database.add("2")
    try await database.add("3")
    #expect(try await third == 3)
    #expect(try await database.waitForChange(after: 1) == 3)
  }

  @Test func `a write without a change wakes nobody`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
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
    #expect(try await waiter.value == 1)
  }

  @Test func `a waiter can be cancelled, before and while it waits`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for yields in 0..<20 {
      let waiter = Task { try await database.waitForChange(after: 0) }
      for _ in 0..<yields { await Task.yield() }
      waiter.cancel()
      await #expect(throws: CancellationError.self) { try await waiter.value }
    }
  }

  @Test func `closing wakes those who wait`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let waiter = Task { try await database.waitForChange(after: 0) }
    await database.close()
    #expect(try await failure { _ = try await waiter.value }.code == .closed)
  }
}
