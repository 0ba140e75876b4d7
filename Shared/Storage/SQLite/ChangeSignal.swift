import Synchronization

/// Wakes those who wait for the change log to grow.
final class ChangeSignal: Sendable {
  private struct State {
    var newest: Int64
    var isClosed = false
    var lastWaiter: UInt64 = 0
    var waiters: [UInt64: Waiter] = [:]
  }

  private struct Waiter {
    var cursor: Int64
    var continuation: CheckedContinuation<Int64, any Error>
  }

  private let state: Mutex<State>

  init(newest: Int64) {
    state = Mutex(State(newest: newest))
  }

  /// The log now ends with `newest`, on disk.
  func publish(_ newest: Int64) {
    let woken = state.withLock { state in
      state.newest = newest
      let woken = state.waiters.filter { $0.value.cursor < newest }
      for id in woken.keys { state.waiters[id] = nil }
      return woken
    }
    for waiter in woken.values { waiter.continuation.resume(returning: newest) }
  }

  /// Nothing will be written any more.
  func close() {
    let woken = state.withLock { state in
      state.isClosed = true
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in woken.values {
      waiter.continuation.resume(throwing: StorageError.databaseIsClosed)
    }
  }

  /// Suspends till there is an entry past `cursor`; answers the newest.
  func wait(after cursor: Int64) async throws -> Int64 {
    let id = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enroll(Waiter(cursor: cursor, continuation: continuation), id)?()
      }
    } onCancel: {
      let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Enrolls a waiter, or answers what to do instead. Cancellation is looked at with the lock held:
  /// its handler comes either before, and is seen, or after, and finds the waiter.
  private func enroll(_ waiter: Waiter, _ id: UInt64) -> (() -> Void)? {
    state.withLock { state in
      let newest = state.newest
      if Task.isCancelled {
        return { waiter.continuation.resume(throwing: CancellationError()) }
      }
      if newest > waiter.cursor { return { waiter.continuation.resume(returning: newest) } }
      if state.isClosed {
        return { waiter.continuation.resume(throwing: StorageError.databaseIsClosed) }
      }
      state.waiters[id] = waiter
      return nil
    }
  }

}
