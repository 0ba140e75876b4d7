import Synchronization
import Testing

@testable import Storage

@Suite struct SnapshotTests {
  @Test func `an export sees one moment over many pages, whatever it awaits between them`()
    async throws
  {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 0..<10 { try await database.add("\(number)") }
    let pages = try await database.snapshot(within: .seconds(600)) { reader in
      var pages: [[String]] = []
      for page in 0..<5 {
        pages.append(
          try await reader.query(
            "SELECT body FROM note ORDER BY body LIMIT 2 OFFSET $1", [.integer(Int64(page * 2))]
          ) { $0.text(0) })
        try await database.add("between-\(page)")
        _ = try await database.notes()
      }
      return pages
    }
    #expect(pages.joined().map { $0 } == (0..<10).map(String.init))
    #expect(try await database.notes().count == 15)
  }

  @Test func `an export's time is over also while it waits for something else`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let error = try await failure {
      try await database.snapshot(within: .milliseconds(20)) { reader in
        _ = try await reader.query("SELECT 1", []) { $0.integer(0) }
        // Ends when the view has.
        while true { _ = try await reader.query("SELECT 1", []) { $0.integer(0) } }
      }
    }
    #expect(error.code == .timeout && error.remedy == .refuse)
    #expect(database.condition.fault == nil)
  }

  @Test func `more exports than allowed are told to come back, and an ended one makes room`()
    async throws
  {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.snapshotLimit = 1
    let database = try await scratch.open(options)
    let error = try await failure {
      try await database.snapshot(within: .seconds(60)) { _ in
        try await database.snapshot(within: .seconds(60)) { _ in }
      }
    }
    #expect(error.code == .busy)
    #expect(try await database.snapshot(within: .seconds(60)) { _ in 7 } == 7)
  }

  @Test func `closing ends an export that nobody reads on`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let error = try await failure {
      try await database.snapshot(within: .seconds(600)) { reader in
        _ = try await reader.query("SELECT 1", []) { $0.integer(0) }
        await database.close()
        _ = try await reader.query("SELECT 1", []) { $0.integer(0) }
      }
    }
    #expect(error.code == .closed)
  }

  /// A question without end, but for the limit.
  static let endless = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
    """

  @Test func `a scan without end is ended, and says so`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.scanTime = .milliseconds(20)
    let database = try await scratch.open(options)
    let error = try await failure {
      _ = try await database.scan { try await $0.query(Self.endless, []) { $0.integer(0) } }
    }
    #expect(error.code == .timeout)
    #expect(error.message.contains("0.02 seconds"))
    #expect(try await database.scan { try await $0.first("SELECT 7", []) { $0.integer(0) } } == 7)
  }

  @Test func `a scan ends with the task that asked`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let begun = Shared(false)
    let task = Task {
      try await database.scan { reader in
        begun.change { $0 = true }
        _ = try await reader.query(Self.endless, []) { $0.integer(0) }
      }
    }
    while !begun.value { await Task.yield() }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

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
}

@Suite struct CheckpointPolicyTests {
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
