import Storage
import Synchronization

/// What a service's build brings along beside its database, for whoever runs the service: databases
/// whose failure is the service's own, and files to read again.
final class Attachments: Sendable {
  private let state = Mutex((conditions: [DatabaseCondition](), reloadables: [Reloadable]()))

  func add(_ condition: DatabaseCondition) { state.withLock { $0.conditions.append(condition) } }
  func add(_ reloadable: Reloadable) { state.withLock { $0.reloadables.append(reloadable) } }

  var conditions: [DatabaseCondition] { state.withLock { $0.conditions } }
  var reloadables: [Reloadable] { state.withLock { $0.reloadables } }
}
