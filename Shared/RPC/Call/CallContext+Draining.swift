internal import Synchronization

extension CallContext {
  /// Whether the server wants this call's connection to end: it is shutting down, or the connection
  /// has reached its age. The call may still take the time it needs.
  public var isDraining: Bool { call.origin.isDraining.load(ordering: .relaxed) }

  /// For calls that go on for ever, as a watch does: once the server wants the connection to end, the
  /// call ends with UNAVAILABLE and its handler is cancelled, so that its client can watch again
  /// elsewhere and nobody waits for it. Calls that end by themselves do not ask for this, and lose
  /// nothing to a drain.
  public func endAtDrain() { call.origin.endAtDrain(call.stream) }
}
