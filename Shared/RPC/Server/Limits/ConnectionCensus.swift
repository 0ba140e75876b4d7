internal import Synchronization

/// Counts a server's connections, in all and by identity, over all loops.
final class ConnectionCensus: Sendable {
  private struct State {
    var total = 0
    var byIdentity: [String: Int] = [:]
  }

  private let maximum: Int
  private let maximumPerIdentity: Int
  private let state = Mutex(State())

  init(maximum: Int, perIdentity: Int) {
    self.maximum = maximum
    maximumPerIdentity = perIdentity
  }

  /// Takes a connection in; false if it is one too many.
  func enter() -> Bool {
    state.withLock { state in
      guard state.total < maximum else { return false }
      state.total += 1
      return true
    }
  }

  /// A connection that was taken in has proved who it is; false if that identity has one too many.
  /// Counted either way, until `leave`.
  func identify(_ identity: String) -> Bool {
    state.withLock { state in
      state.byIdentity[identity, default: 0] += 1
      return state.byIdentity[identity, default: 0] <= maximumPerIdentity
    }
  }

  /// A connection that was taken in is gone.
  func leave(_ identity: String?) {
    state.withLock { state in
      state.total -= 1
      guard let identity, let count = state.byIdentity[identity] else { return }
      state.byIdentity[identity] = count > 1 ? count - 1 : nil
    }
  }
}
