import Storage
import TestKit
import Testing

@Suite struct SnapshotTests {
  @Test(arguments: Engine.allCases)
  func `an export sees one moment over many pages, whatever it awaits between them`(
    _ engine: Engine
  ) async throws {
    let database = try await Place(engine).open()
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
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `an export's time is over also while it waits for something else`(
    _ engine: Engine
  ) async throws {
    let database = try await Place(engine).open()
    let error = try await failure {
      try await database.snapshot(within: .milliseconds(20)) { reader in
        _ = try await reader.query("SELECT 1", []) { $0.integer(0) }
        // Ends when the view has.
        while true { _ = try await reader.query("SELECT 1", []) { $0.integer(0) } }
      }
    }
    #expect(error.code == .timeout && error.remedy == .refuse)
    #expect(database.condition.fault == nil)
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `more exports than allowed are told to come back, and an ended one makes room`(
    _ engine: Engine
  ) async throws {
    let database = try await Place(engine, .init(exports: 1)).open()
    let isInside = Flag()
    let error = try await failure {
      // A connection may take long to open.
      try await unhurried {
        try await database.snapshot(within: .seconds(600)) { reader in
          _ = try await reader.query("SELECT 1", []) { $0.integer(0) }
          isInside.set()
          try await database.snapshot(within: .seconds(600)) { _ in }
        }
      } until: {
        isInside.isSet
      }
    }
    #expect(error.code == .busy)
    #expect(
      try await unhurried { try await database.snapshot(within: .seconds(600)) { _ in 7 } } == 7)
    await database.close()
  }

  @Test(.timeLimit(.minutes(5)), arguments: Engine.allCases)
  func `closing ends an export that nobody reads on`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
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
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n
    """

  @Test(arguments: Engine.allCases)
  func `a scan without end is ended, and says so`(_ engine: Engine) async throws {
    let database = try await Place(engine, .init(scanTime: .milliseconds(20))).open()
    let error = try await failure {
      _ = try await database.scan { try await $0.query(Self.endless, []) { $0.integer(0) } }
    }
    #expect(error.code == .timeout)
    #expect(
      error.message.contains(engine == .sqlite ? "0.02 seconds" : "57014"), "\(error.message)")
    let seven = try await unhurried {
      try await database.scan { try await $0.first("SELECT 7", []) { $0.integer(0) } }
    }
    #expect(seven == 7)
    await database.close()
  }

  @Test(arguments: Engine.allCases)
  func `a scan ends with the task that asked`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let begun = Signal()
    let task = Task {
      try await database.scan { reader in
        begun.send()
        _ = try await reader.query(Self.endless, []) { $0.integer(0) }
      }
    }
    await begun.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    await database.close()
  }

  /// What `body` ends with once it is not for want of time: a busy machine may not keep limits as short
  /// as its test's.
  private func unhurried<R>(
    _ body: () async throws -> R, until isDone: () -> Bool = { false }
  ) async throws -> R {
    while true {
      do {
        return try await body()
      } catch let error as StorageError
        where [.busy, .timeout, .unreachable].contains(error.code) && !isDone()
      {
        continue
      }
    }
  }
}
