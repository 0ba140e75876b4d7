import Synchronization

/// The reads that may take long, so that they can be ended when the write-ahead log must start again.
final class LongReads: Sendable {
  private struct State {
    var next = 0
    var list: [Int: @Sendable (ReadLimit.Reason) -> Void] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Keeps `end` for as long as `body` runs; calls it at once where all were closed already.
  func during<R>(
    _ end: @escaping @Sendable (ReadLimit.Reason) -> Void, _ body: () async throws -> R
  ) async throws -> R {
    let (number, isClosed) = state.withLock { state in
      state.next += 1
      state.list[state.next] = end
      return (state.next, state.isClosed)
    }
    defer { state.withLock { $0.list[number] = nil } }
    if isClosed { end(.closed) }
    return try await body()
  }

  /// Ends all that there are, and answers how many.
  func endAll(_ reason: ReadLimit.Reason) -> Int {
    let list = state.withLock { state in
      state.isClosed = state.isClosed || reason == .closed
      return Array(state.list.values)
    }
    for end in list { end(reason) }
    return list.count
  }
}
