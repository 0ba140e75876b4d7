internal import Synchronization

/// How far a call has come on its way through the interceptors to its handler, and whether it is over:
/// those it has come to hear of its end, and once that has been told it comes to no other.
///
/// A lock, because an interceptor may go on from wherever it likes, while the end is the loop's.
final class InterceptorPassage: Sendable {
  private struct State {
    var entered = 0
    var isOver = false
  }

  private let state = Mutex(State())

  /// The call comes to the interceptor of that index, or after the last to its handler. False: it may
  /// not, for it is over.
  func enter(_ index: Int) -> Bool {
    state.withLock { state in
      guard !state.isOver else { return false }
      state.entered = max(state.entered, index + 1)
      return true
    }
  }

  /// The call is over; returns how many it has come to, the handler included.
  func end() -> Int {
    state.withLock { state in
      state.isOver = true
      return state.entered
    }
  }
}
