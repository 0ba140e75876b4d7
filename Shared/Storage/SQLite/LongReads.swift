import Synchronization

/// The reads that may take long, so that they can be ended when the write-ahead log must start again.
final class LongReads: Sendable {
  private let ends = Mutex<(next: Int, list: [Int: @Sendable (ReadLimit.Reason) -> Void])>((0, [:]))

  /// Keeps `end` for as long as `body` runs.
  func during<R>(
    _ end: @escaping @Sendable (ReadLimit.Reason) -> Void, _ body: () async throws -> R
  ) async throws -> R {
    let number = ends.withLock { ends in
      ends.next += 1
      ends.list[ends.next] = end
      return ends.next
    }
    defer { ends.withLock { $0.list[number] = nil } }
    return try await body()
  }

  /// Ends all that there are, and answers how many.
  func endAll(_ reason: ReadLimit.Reason) -> Int {
    let list = ends.withLock { Array($0.list.values) }
    for end in list { end(reason) }
    return list.count
  }
}
