internal import Synchronization

/// Who wants to be told that something shared has been replaced.
package final class ChangeListeners: Sendable {
  /// Returns whether it wants to hear of the next change too.
  package typealias Listener = @Sendable () -> Bool

  private struct State {
    var next = 0
    var listeners: [(id: Int, tell: Listener)] = []
  }

  private let state = Mutex(State())

  package init() {}

  package func add(_ listener: @escaping Listener) {
    state.withLock { state in
      state.listeners.append((state.next, listener))
      state.next += 1
    }
  }

  /// Tells `listener` as long as there is one; does not keep it.
  package func add<Object: AnyObject & Sendable>(
    _ object: Object, _ tell: @escaping @Sendable (Object) -> Void
  ) {
    add { [weak object] in
      guard let object else { return false }
      tell(object)
      return true
    }
  }

  /// Calls all of them, outside the lock: they may add others, and changes may come from several
  /// threads at once.
  package func notify() {
    let leaving = Set(state.withLock { $0.listeners }.filter { !$0.tell() }.map(\.id))
    guard !leaving.isEmpty else { return }
    state.withLock { $0.listeners.removeAll { leaving.contains($0.id) } }
  }
}
