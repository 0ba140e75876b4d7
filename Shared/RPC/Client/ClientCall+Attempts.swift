internal import Runtime
internal import Wire

/// One attempt at a call that somebody watches.
struct WatchedAttempt {
  let started: Int64
  let observers: [any ClientAttemptObserver]
  let metadata: Metadata
  let trace: [UInt8]
}

extension ClientCall {
  /// A REQUEST is about to leave: its observers may change what it carries.
  final func beginAttempt(_ watch: ClientCallWatch) {
    totals = CallTotals()
    var attempt = OutgoingAttempt(
      number: attempt, isTransparentRetry: isRepeated, metadata: options.metadata,
      trace: options.trace)
    let observers = watch.beginAttempt(&attempt)
    watched = WatchedAttempt(
      started: MonotonicClock.now, observers: observers, metadata: attempt.metadata,
      trace: attempt.trace?.bytes ?? [])
  }

  /// Another attempt has decided the call: this one, if it is still under way, is cancelled. What the
  /// other has got says nothing about this one, nor about its replica.
  final func loseAttempt() {
    let result = Result<Void, RPCError>.failure(
      RPCError(.cancelled, "another attempt decided the call"))
    replica?.ended(self, result)
    if watched != nil { endAttempt(result, hasLost: true) }
  }

  /// The attempt is over, whatever becomes of the call.
  final func endAttempt(_ result: Result<Void, RPCError>, hasLost: Bool = false) {
    isRepeated = false
    guard let watched, let watch = options.watch else { return }
    self.watched = nil
    let outcome = CallOutcome(
      result, nanoseconds: MonotonicClock.now - watched.started, totals: totals,
      metadata: replyMetadata)
    for observer in watched.observers.reversed() { observer.ended(outcome) }
    watch.attemptEnded(outcome, hasLost: hasLost)
  }
}

extension CallOutcome {
  init(
    _ result: Result<Void, RPCError>, nanoseconds: Int64, totals: CallTotals,
    metadata: ReplyMetadata?
  ) {
    self.init(
      .ok, nanoseconds: nanoseconds, totals: totals,
      initialMetadata: metadata?.initial ?? Metadata(),
      trailingMetadata: metadata?.trailing ?? Metadata())
    guard case .failure(let error) = result else { return }
    code = error.code
    message = error.message
  }
}
