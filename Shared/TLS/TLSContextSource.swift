internal import Runtime
internal import Synchronization

/// Where servers and channels find the context for their next connection: a context itself, or
/// credentials that are replaced while they run.
public protocol TLSContextSource: Sendable {
  /// For connections that begin now.
  var current: TLSContext { get }
  /// Has `listener` called after each replacement, on whatever thread made it, until it returns false.
  func whenReplaced(_ listener: @escaping @Sendable () -> Bool)
}

extension TLSContext: TLSContextSource {
  public var current: TLSContext { self }
  /// A context never changes.
  public func whenReplaced(_ listener: @escaping @Sendable () -> Bool) {}
}

/// A side's certificate, authorities and revocations, to be replaced while servers and channels use
/// them: connections that begin afterwards use the new ones. Those that are open go on until they are
/// too old, unless the new ones do not accept their peer any more.
public final class TLSCredentials: TLSContextSource {
  private let context: Mutex<TLSContext>
  private let listeners = ChangeListeners()

  public init(_ context: TLSContext) { self.context = Mutex(context) }

  public var current: TLSContext { context.withLock { $0 } }

  public func whenReplaced(_ listener: @escaping @Sendable () -> Bool) { listeners.add(listener) }

  /// Puts `next` in the place of the context there was. Throws, and changes nothing, where it is for
  /// the other role, names somebody else, or has no revocations where there were some: a list that is
  /// missing must not set free those whom it named.
  public func replace(with next: TLSContext) throws(TLSError) {
    let fault = context.withLock { current -> TLSError? in
      if let fault = next.fault(asSuccessorOf: current) { return fault }
      current = next
      return nil
    }
    if let fault { throw fault }
    listeners.notify()
  }
}

extension TLSContext {
  fileprivate func fault(asSuccessorOf old: TLSContext) -> TLSError? {
    if role != old.role {
      return TLSError(.broken, "a \(role)'s context cannot be a \(old.role)'s")
    }
    if identity != old.identity {
      return TLSError(
        .identity, "the new certificate is \(identity)'s, and this is \(old.identity)")
    }
    if old.revocationsExpire != nil, revocationsExpire == nil {
      return TLSError(
        .file, "the revocation list is gone: put it back, or start again to do without one")
    }
    return nil
  }
}
