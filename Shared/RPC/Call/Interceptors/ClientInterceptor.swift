public import Wire

/// Code that a channel runs before each of its calls, and that hears what becomes of it.
///
/// A channel's interceptors are given to it in order: the first begins first and is told of the end
/// last. What one changes, those after it see.
public protocol ClientInterceptor: Sendable {
  /// Before the call, in its caller's task (for a streamed reply to one request, in a task that has its
  /// caller's task-local values): change its options, or throw an `RPCError` to refuse it. Cancelling
  /// the caller cancels what is awaited here.
  ///
  /// - Returns: whom to tell how the call goes on; nil for nobody.
  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)?
}

/// A call that is about to be made.
public struct OutgoingCall: Sendable {
  /// `cameo.profile.v1.ProfileService/GetProfile`.
  public let method: String
  public let kind: MethodKind
  public let idempotency: Idempotency
  /// The channel's target, as it was given.
  public let target: String
  /// Deadline, metadata and trace; those of each attempt begin with them.
  public var options: CallOptions
}

/// Hears of one call and its attempts. Called on event loops: it must not block.
public protocol ClientCallObserver: Sendable {
  /// A REQUEST is about to go out: the first, that of a retry, or that of a hedge beside others.
  ///
  /// - Returns: whom to tell how the attempt ended; nil for nobody.
  func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)?

  /// The call has its outcome; called once, with the totals of all attempts.
  func ended(_ outcome: CallOutcome)
}

extension ClientCallObserver {
  public func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)? {
    nil
  }

  public func ended(_ outcome: CallOutcome) {}
}

/// Hears of one attempt.
public protocol ClientAttemptObserver: Sendable {
  /// The attempt has its outcome; called once.
  func ended(_ outcome: CallOutcome)
}

/// A REQUEST as it is about to go out.
public struct OutgoingAttempt: Sendable {
  /// Attempts at this call before: 0 on the first.
  public let number: UInt32
  /// The one before was refused unprocessed, and this one repeats it without counting as a retry.
  public let isTransparentRetry: Bool
  /// What this attempt carries; the call's to begin with.
  public var metadata: Metadata
  /// Where this attempt stands in a trace.
  public var trace: TraceContext?
}
