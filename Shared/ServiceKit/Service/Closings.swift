import Synchronization

/// What ends with a service beside its database, first what was added last.
final class Closings: Sendable {
  private let actions = Mutex<[@Sendable () async -> Void]>([])

  func add(_ action: @escaping @Sendable () async -> Void) {
    actions.withLock { $0.append(action) }
  }

  /// Does them all. Idempotent.
  func run() async {
    let actions = self.actions.withLock { actions in
      defer { actions = [] }
      return actions
    }
    for action in actions.reversed() { await action() }
  }
}
