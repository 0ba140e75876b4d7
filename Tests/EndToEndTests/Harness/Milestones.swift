import Synchronization

/// Counts what has been done, and lets others wait till it is so much.
final class Milestones: Sendable {
  private struct Waiter {
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var count = 0
    var nextWaiter = 0
    var waiters: [Int: Waiter] = [:]
  }

  private let state = Mutex(State())

  /// One more is done.
  func count() {
    let due = state.withLock { state in
      state.count += 1
      let due = state.waiters.filter { $0.value.count <= state.count }
      for id in due.keys { state.waiters[id] = nil }
      return due.values.map(\.continuation)
    }
    for continuation in due { continuation.resume() }
  }

  /// Returns when so much is done; at once where it is already, or the task is cancelled.
  func reached(_ count: Int) async {
    let id = state.withLock { state in
      defer { state.nextWaiter += 1 }
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let isReached = state.withLock { state in
          if state.count >= count || Task.isCancelled { return true }
          state.waiters[id] = Waiter(count: count, continuation: continuation)
          return false
        }
        if isReached { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
    }
  }
}
