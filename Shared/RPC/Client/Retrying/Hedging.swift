internal import Runtime
internal import Wire

/// The attempts of one hedged call on their loop: the call itself, which is the first and has the
/// caller, the deadline and the outcome, and its twins. What happens when is `HedgePlan`'s to say.
final class Hedging: TimerEntry {
  private var plan: HedgePlan
  private let call: ClientCall
  private let worker: ChannelWorker
  private var twins: [ClientCall] = []
  /// The attempt begun last.
  private var latest: ClientCall
  /// It has failed: nothing of it is still to leave.
  private var isLatestOver = false
  private var lastAttempt: UInt32 = 0
  private var lastError = RPCError(.unavailable, "no attempt has been answered")

  init(_ call: ClientCall, _ policy: HedgingPolicy, by worker: ChannelWorker) {
    self.call = call
    self.worker = worker
    latest = call
    plan = HedgePlan(policy, now: call.loop.now)
    super.init()
    schedule()
  }

  private func schedule() {
    if let due = plan.due { call.loop.schedule(self, at: due) } else { call.loop.cancel(self) }
  }

  /// The time for another attempt has come.
  override func fire() {
    let isDue = plan.isDue(
      now: call.loop.now, hasLeft: isLatestOver || latest.connection != nil,
      allowed: worker.channel.policies.throttle.allowsHedge)
    schedule()
    if isDue {
      beginTwin()
    } else if plan.isOver {
      giveUp(lastError)
    }
  }

  /// That no handler saw one attempt says nothing of the others.
  private func giveUp(_ error: RPCError) {
    var error = error
    if call.wasSeen || plan.open > 0 { error.isUnprocessed = false }
    conclude(.failure(error))
  }

  private func beginTwin() {
    guard let twin = call.makeTwin() else { return }
    twin.sender = worker
    twin.hedging = self
    twin.avoids = latest.avoids
    twins.append(twin)
    send(twin)
  }

  private func send(_ attempt: ClientCall) {
    worker.retries.remove(call)
    latest = attempt
    isLatestOver = false
    lastAttempt += 1
    attempt.sendAgain(as: lastAttempt)
  }

  /// One attempt has failed, and its connection has forgotten it.
  func attemptFailed(_ attempt: ClientCall, _ error: RPCError, _ failed: FailedAttempt) {
    lastError = error
    if !failed.isUnseen { call.wasSeen = true }
    if attempt === latest { isLatestOver = true }
    let wasRefused = plan.wasRefused
    let verdict = plan.failed(
      failed, now: call.loop.now, deadline: call.options.deadline,
      charge: worker.channel.policies.throttle.failed)
    schedule()
    switch verdict {
    case .giveUp: giveUp(error)
    case .begin:
      attempt.isRepeated = plan.wasRefused && !wasRefused
      send(attempt)
    case .wait where plan.open == 0: worker.retries.insert(call)
    case .wait: break
    }
  }

  /// An attempt has its outcome: it is the call's, and no other attempt is wanted any more.
  func ended(_ attempt: ClientCall, _ result: Result<Void, RPCError>) {
    guard attempt !== call else { return stop() }
    if case .success = result {
      call.loseAttempt()
      call.takeReply(of: attempt)
      // The throttle has been told of this success.
      call.sender = nil
    }
    conclude(result)
  }

  /// The call is over, and so is its own attempt.
  private func conclude(_ result: Result<Void, RPCError>) {
    let connection = call.connection
    call.loseAttempt()
    call.conclude(result)
    call.withdraw(from: connection, telling: .cancelled)
  }

  private func stop() {
    call.loop.cancel(self)
    worker.retries.remove(call)
    let left = twins
    twins = []
    for twin in left {
      twin.hedging = nil
      twin.loseAttempt()
      twin.cancel()
    }
  }
}

extension ClientCall {
  /// The policy to hedge by, if any. A channel's is for the calls that it suits; a call's own has to suit.
  final func hedgingPolicy(of channel: ChannelPolicies) throws(RPCError) -> HedgingPolicy? {
    guard let own = options.attempts, case .own(let policy) = own.hedging else {
      guard case .channel? = options.attempts?.hedging ?? .channel, mayBeHedged else { return nil }
      return channel.hedging
    }
    guard mayBeHedged else {
      throw RPCError(
        .internal,
        "\(path) cannot be hedged: only unary methods can that declare NO_SIDE_EFFECTS")
    }
    return policy
  }

  private final var mayBeHedged: Bool { idempotency == .noSideEffects && isUnary }
}
