/// One failed attempt, as the rule of retries sees it.
struct FailedAttempt {
  var code: StatusCode
  var pushBack = PushBack.none
  /// No handler saw it: UNPROCESSED, and nothing has been heard that says otherwise.
  var isRefused = false
  /// There was no connection to send it on, nor will there be one a moment later.
  var isUnsent = false
  /// Its method declares that a second send has no second effect.
  var isRepeatable: Bool
  /// All of the call can be sent again: no messages have followed its REQUEST, and no reply has been
  /// handed to the application.
  var canStartOver = true

  /// No handler saw it, for either reason.
  var isUnseen: Bool { isRefused || isUnsent }
}

/// What a call's failed attempts lead to. The rule of gRFC A6, pure: the budget, the time and the
/// random number are parameters.
struct AttemptHistory: Equatable {
  enum Verdict: Equatable {
    case giveUp
    /// Try again in so many nanoseconds; 0 is now.
    case again(after: Int64)
  }

  /// Refusals with these codes are of the moment.
  private static let transient: StatusCodeSet = [.unavailable, .resourceExhausted]

  /// Failures that count against the policy.
  private(set) var failures: UInt8 = 0
  /// Those since the server last said how long to wait.
  private(set) var failuresInARow: UInt8 = 0
  /// The call has been sent again at once already, because no handler saw it.
  private(set) var wasRefused = false

  /// What to do about one more failed attempt.
  ///
  /// The first refusal costs nothing and is answered by sending again at once, for a server that
  /// drains, or a limit that was not known yet, is not a failure. From the second on a refusal is a
  /// failure like others: a server that sheds load is not to be hammered.
  /// - Parameters:
  ///   - timeLeft: nanoseconds until the call's deadline, beyond which no attempt begins.
  ///   - random: within 0..<1.
  ///   - charge: takes a token for the failure; whether the budget allows a retry. Called once at most.
  mutating func verdict(
    on attempt: FailedAttempt, policy: RetryPolicy?, timeLeft: Int64 = .max, random: Double,
    charge: () -> Bool
  ) -> Verdict {
    if attempt.isRefused, !wasRefused, attempt.pushBack == .none {
      guard attempt.canStartOver, timeLeft > 0 else { return .giveUp }
      wasRefused = true
      return .again(after: 0)
    }
    guard let policy, counts(attempt, policy), charge(), mayFollow(attempt, policy) else {
      return .giveUp
    }
    failures += 1
    failuresInARow += 1
    let delay = delay(attempt.pushBack, policy, random)
    return delay < timeLeft ? .again(after: delay) : .giveUp
  }

  /// Whether the failure says something about the server, not about the request.
  private func counts(_ attempt: FailedAttempt, _ policy: RetryPolicy) -> Bool {
    attempt.pushBack == .stop || isRetryable(attempt, policy)
  }

  private func isRetryable(_ attempt: FailedAttempt, _ policy: RetryPolicy) -> Bool {
    policy.retryableCodes.contains(attempt.code)
      || attempt.isUnseen && Self.transient.contains(attempt.code)
  }

  private func mayFollow(_ attempt: FailedAttempt, _ policy: RetryPolicy) -> Bool {
    attempt.pushBack != .stop && isRetryable(attempt, policy) && attempt.canStartOver
      && (attempt.isUnseen || attempt.isRepeatable) && Int(failures) + 1 < policy.maximumAttempts
  }

  private mutating func delay(
    _ pushBack: PushBack, _ policy: RetryPolicy, _ random: Double
  ) -> Int64 {
    guard case .wait(let delay) = pushBack else {
      return policy.delay(afterFailures: Int(failuresInARow), random: random)
    }
    // The server knows better; the next back-off begins from the beginning.
    failuresInARow = 0
    return delay
  }
}
