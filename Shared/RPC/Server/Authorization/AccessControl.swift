internal import Runtime
internal import Synchronization

/// The policy in force, to be replaced while servers go by it: the next call is decided by the new one,
/// and open calls that it no longer allows are ended.
public final class AccessControl: Sendable {
  private let current: Mutex<AccessPolicy>
  /// Rises with every replacement, so that decisions are kept until then.
  private let changes = Atomic<UInt64>(1)
  let listeners = ChangeListeners()

  public init(_ policy: AccessPolicy) { current = Mutex(policy) }

  /// The policy in force.
  public var policy: AccessPolicy { current.withLock { $0 } }

  /// What decisions are remembered under. Never 0.
  var generation: UInt64 { changes.load(ordering: .acquiring) }

  /// Puts `policy` in force.
  public func replace(with policy: AccessPolicy) {
    current.withLock { $0 = policy }
    // After the policy: whoever sees the number decides by this policy, or a later one.
    changes.wrappingAdd(1, ordering: .releasing)
    listeners.notify()
  }
}
