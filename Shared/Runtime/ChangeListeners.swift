internal import Synchronization

/// Who wants to be told that something shared has been replaced.
package final class ChangeListeners: Sendable {
  /// Returns whether it wants to hear of the next change too.
  package typealias Listener = @Sendable () -> Bool

  private let listeners = Mutex<[Listener]>([])

  package init() {}

  package func add(_ listener: @escaping Listener) {
    listeners.withLock { $0.append(listener) }
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

  /// Calls all of them, outside the lock: they may add others.
  package func notify() {
    let told = listeners.withLock { all in
      defer { all = [] }
      return all
    }
    let staying = told.filter { $0() }
    listeners.withLock { $0 = staying + $0 }
  }
}
