import Testing

@testable import Storage

/// How SQLite's write-ahead log is kept from growing.
@Suite struct WriteAheadLogTests {
  @Test func `the write-ahead log is bounded though an export holds its beginning`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.checkpointPages = 10
    options.logLimitPages = 100
    let database = try await scratch.open(options)
    let events = Events(database.condition)
    let error = try await failure {
      try await database.snapshot(within: .seconds(600)) { reader in
        _ = try await reader.query("SELECT count(*) FROM note", []) { $0.integer(0) }
        for number in 0..<400 { try await database.add("note number \(number)") }
        _ = try await reader.query("SELECT count(*) FROM note", []) { $0.integer(0) }
      }
    }
    #expect(error.code == .busy && error.message.contains("write-ahead log"))
    #expect(database.statistics.mostLogPages <= 130)
    #expect(try Scratch.readAll(scratch.path + "-wal").count <= 4_200 * 130)
    #expect(database.statistics.endedReads == 1)
    #expect(
      events.all.contains {
        if case .warning(let text) = $0 { text.contains("1 long reads were ended") } else { false }
      })
    #expect(database.condition.fault == nil)
  }

  @Test func `there is an attempt for every so many pages, and a harder one the longer it lasts`() {
    var policy = CheckpointPolicy(pages: 10, limit: 200)
    let steps = (1...25).map { policy.step(at: $0 * 10 - 1) }
    #expect(steps.prefix(3) == [.none, .passive, .passive])
    #expect(steps[8] == .patient(50))
    #expect(steps[20] == .forced(1_000) && steps[24] == .forced(1_000))
    // It has started again.
    #expect(policy.step(at: 3) == .none && policy.step(at: 12) == .passive)
    #expect(policy.step(at: 13) == .none)
  }
}
