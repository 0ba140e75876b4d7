import Synchronization

/// Something that happens once, for a test to wait for.
public final class Signal: Sendable {
  private struct State {
    var isSent = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  public init() {}

  /// Whether it has happened.
  public var isSent: Bool { state.withLock { $0.isSent } }

  public func send() {
    let waiters = state.withLock { state in
      state.isSent = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns once it has happened; at once where it has already.
  public func wait() async {
    await withCheckedContinuation { continuation in
      let isSent = state.withLock { state in
        if !state.isSent { state.waiters.append(continuation) }
        return state.isSent
      }
      if isSent { continuation.resume() }
    }
  }
}
