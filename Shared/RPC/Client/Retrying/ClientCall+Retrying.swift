internal import Runtime
internal import Wire

/// What becomes of a call whose attempt has failed. The call is its own timer: while it waits to be
/// sent again it is scheduled for that, and else for its deadline, which is later.
extension ClientCall {
  /// An attempt has failed, and its connection, if it had one, has forgotten it.
  final func attemptFailed(_ error: RPCError, isUnsent: Bool = false) {
    guard !isOver else { return }
    replica?.ended(self, .failure(error))
    if watched != nil { endAttempt(.failure(error)) }
    let failed = failedAttempt(error, isUnsent: isUnsent)
    if !failed.isUnseen { wasSeen = true }
    if let hedging { return hedging.attemptFailed(self, error, failed) }
    let verdict = history.verdict(
      on: failed, policy: retryPolicy, timeLeft: options.deadline.map { $0 - loop.now } ?? .max,
      random: .random(in: 0..<1), charge: { sender?.channel.policies.throttle.failed() ?? false })
    switch verdict {
    case .giveUp: giveUp(error)
    case .again(after: 0):
      isRepeated = failed.isRefused
      sendAgain(as: attempt + 1)
    case .again(let delay): waitToRetry(delay, error)
    }
  }

  /// An attempt that found no connection.
  final func unreachable(_ error: RPCError) {
    var error = error
    error.isUnprocessed = true
    attemptFailed(error, isUnsent: true)
  }

  /// There will be no connection: the call ends, and if no attempt before has left, it is one that no
  /// handler saw.
  final func giveUpUnsent(_ error: RPCError) {
    var error = error
    // Of a hedged call other attempts may be out.
    error.isUnprocessed = hedging == nil
    giveUp(error)
  }

  /// The error of an attempt is the call's; but what is said there of one attempt, that no handler saw
  /// it, must be true of all of them.
  private final func giveUp(_ error: RPCError) {
    var error = error
    if wasSeen { error.isUnprocessed = false }
    conclude(.failure(error))
  }

  private final func failedAttempt(_ error: RPCError, isUnsent: Bool) -> FailedAttempt {
    FailedAttempt(
      code: error.code, pushBack: error.pushBack,
      isRefused: error.isUnprocessed && !hasHeard && !isUnsent, isUnsent: isUnsent,
      isRepeatable: idempotency != .unknown, canStartOver: !hasWritten && canStartOver)
  }

  private final var retryPolicy: RetryPolicy? {
    guard let sender else { return nil }
    let policy = sender.channel.policies.retry
    guard let own = options.attempts else { return policy }
    return own.retry.policy(of: policy)
  }

  /// Sends the call again, on whatever connection there is now.
  final func sendAgain(as number: UInt32) {
    guard let sender else { return }
    attempt = number
    startOver()
    sender.start(self)
  }

  // Back-off

  private final func waitToRetry(_ delay: Int64, _ error: RPCError) {
    isWaitingToRetry = true
    sender?.retries.insert(self)
    loop.schedule(self, at: loop.now + delay)
  }

  /// The delay is over.
  final func retry() {
    stopWaiting()
    if let deadline = options.deadline {
      guard loop.now < deadline else { return fire() }
      loop.schedule(self, at: deadline)
    }
    sendAgain(as: attempt + 1)
  }

  final func stopWaiting() {
    isWaitingToRetry = false
    sender?.retries.remove(self)
  }
}

/// The calls of one loop of a channel that wait to be sent again: no connection knows them, and a channel
/// that closes has to tell them.
struct WaitingRetries {
  private var calls: [ObjectIdentifier: ClientCall] = [:]

  mutating func insert(_ call: ClientCall) { calls[ObjectIdentifier(call)] = call }

  mutating func remove(_ call: ClientCall) { calls[ObjectIdentifier(call)] = nil }

  /// All of them, for the last time.
  mutating func removeAll() -> [ClientCall] {
    defer { calls = [:] }
    return Array(calls.values)
  }
}
