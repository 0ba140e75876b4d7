import Storage
import Synchronization
import Testing

/// Writes of two rows and a change each, by several writers, and what must be true of them whatever happened:
/// what was acknowledged is there, and nothing is half there.
final class Pairs: Sendable {
  private let acknowledged = Mutex<Set<String>>([])
  private let refused = Mutex<[String: StorageError]>([:])

  var refusals: [StorageError] { refused.withLock { Array($0.values) } }
  var count: Int { acknowledged.withLock { $0.count } }

  /// One write; a failure of the storage is noted.
  ///
  /// - Returns: whether it was acknowledged.
  func write(_ name: String, _ database: SQLiteDatabase, filler: Int = 200) async throws -> Bool {
    let text = String(repeating: "x", count: filler)
    do {
      try await database.write(customer: name) { writer in
        for half in ["a", "b"] {
          try await writer.execute(
            "INSERT INTO note VALUES ($1, $2)", [.text(name), .text(half + text)])
        }
        try await writer.appendChange(customer: name, kind: "pair", detail: [])
      }
      _ = acknowledged.withLock { $0.insert(name) }
      return true
    } catch let error as StorageError {
      refused.withLock { $0[name] = error }
      return false
    }
  }

  /// Several writers at once, till each has met a failure or done all it had to.
  func write(_ prefix: String, _ database: SQLiteDatabase, writers: Int, each: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          for number in 0..<each {
            let name = "\(prefix)-\(writer)-\(number)"
            guard try await self.write(name, database, filler: 50 + number * 37 % 900) else {
              return
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// - Parameter isCertain: nothing of what was refused may be there, where nobody was left in doubt.
  func check(_ database: SQLiteDatabase, isCertain: Bool = false) async throws {
    let rows = try await database.scan { reader in
      try await reader.query("SELECT customer, count(*) FROM note GROUP BY customer", []) {
        ($0.text(0), $0.integer(1))
      }
    }
    let found = Dictionary(uniqueKeysWithValues: rows)
    let changes = try await database.changes(after: 0, customer: nil, limit: 1_000_000)
    #expect(found.values.allSatisfy { $0 == 2 }, "a write is half there")
    #expect(Set(changes.map(\.customer)) == Set(found.keys))
    #expect(changes.count == found.count)
    #expect(changes.map(\.cursor) == changes.map(\.cursor).sorted())
    for name in acknowledged.withLock({ $0 }) { #expect(found[name] == 2, "\(name) is lost") }
    for (name, error) in refused.withLock({ $0 }) where isCertain && error.code != .unknownOutcome {
      #expect(found[name] == nil, "\(name) was refused and is there: \(error)")
    }
    #expect(try await database.findings { _ in }.isEmpty)
  }
}
