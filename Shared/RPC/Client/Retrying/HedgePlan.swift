internal import Runtime

/// When the attempts of a hedged call begin and what their failures mean. The rule of gRFC A6, pure:
/// events in, decisions out; the budget and the time are parameters. Times are in nanoseconds.
struct HedgePlan: Equatable {
  enum Verdict: Equatable {
    /// Send one more attempt now.
    case begin
    /// Other attempts are out, or one is due later.
    case wait
    /// The failure is the call's.
    case giveUp
  }

  private let delay: Int64
  private let maximumAttempts: Int
  private let nonFatalCodes: StatusCodeSet
  /// Attempts begun, but for one that was refused and sent again for nothing.
  private(set) var begun = 1
  /// Attempts without an outcome.
  private(set) var open = 1
  private(set) var wasRefused = false
  /// When the next attempt is due; nil: there will be none.
  private(set) var due: Int64?

  /// No attempt is out, and there will be none.
  var isOver: Bool { open == 0 && due == nil }

  /// The first attempt begins now.
  init(_ policy: HedgingPolicy, now: Int64) {
    delay = policy.hedgingDelay.nanoseconds
    maximumAttempts = policy.maximumAttempts
    nonFatalCodes = policy.nonFatalCodes
    due = now + delay
  }

  /// The time for another attempt has come: whether to send it.
  /// - Parameters:
  ///   - hasLeft: the latest attempt is on a connection. One that still waits for a connection is not
  ///     slow, and another would wait beside it.
  ///   - allowed: the budget allows it.
  mutating func isDue(now: Int64, hasLeft: Bool, allowed: Bool) -> Bool {
    guard let due, due <= now else { return false }
    guard hasLeft || open == 0 else {
      self.due = now + max(delay, 1)
      return false
    }
    guard allowed else {
      self.due = nil
      return false
    }
    begin(now)
    return true
  }

  /// An attempt has failed.
  /// - Parameter charge: takes a token for the failure; whether the budget allows another attempt.
  ///   Called once at most.
  mutating func failed(
    _ attempt: FailedAttempt, now: Int64, deadline: Int64?, charge: () -> Bool
  ) -> Verdict {
    open -= 1
    if attempt.isRefused, !wasRefused, attempt.pushBack == .none {
      wasRefused = true
      open += 1
      return .begin
    }
    guard attempt.isRefused || nonFatalCodes.contains(attempt.code) else {
      if attempt.pushBack == .stop { _ = charge() }
      return .giveUp
    }
    if !charge() || attempt.pushBack == .stop { due = nil }
    return next(after: attempt.pushBack, now: now, deadline: deadline)
  }

  private mutating func next(after pushBack: PushBack, now: Int64, deadline: Int64?) -> Verdict {
    guard due != nil else { return open > 0 ? .wait : .giveUp }
    guard case .wait(let time) = pushBack else {
      begin(now)
      return .begin
    }
    due = now + time
    // Nothing is out, and what would be sent next comes too late to be answered.
    if open == 0, let deadline, now + time >= deadline { return .giveUp }
    return .wait
  }

  private mutating func begin(_ now: Int64) {
    begun += 1
    open += 1
    due = begun < maximumAttempts ? now + delay : nil
  }
}
