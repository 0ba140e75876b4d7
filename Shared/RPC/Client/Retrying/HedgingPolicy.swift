/// When a call that has not been answered yet is sent once more, to another replica where there is
/// one: the first good answer counts, and the other attempts are cancelled (gRFC A6; J. Dean and
/// L. A. Barroso, The Tail at Scale, 2013).
///
/// For unary methods that declare NO_SIDE_EFFECTS only: several of their handlers run at once. A
/// hedged call is not retried besides.
public struct HedgingPolicy: Sendable, Hashable {
  /// Attempts that a call gets, the first included: 2 to 5.
  public let maximumAttempts: Int
  /// How long the latest attempt is waited for before the next one goes out. Near the 95th percentile
  /// of the method's latency a hedge costs 5 % more calls.
  public let hedgingDelay: Duration
  /// Statuses of one attempt that leave the others their chance; any other failure is the call's.
  public let nonFatalCodes: StatusCodeSet

  /// Throws INVALID_ARGUMENT, which names the parameter and its rule, for what makes no policy.
  public init(
    maximumAttempts: Int = 2, hedgingDelay: Duration, nonFatalCodes: StatusCodeSet = [.unavailable]
  ) throws(RPCError) {
    try PolicyRule.checkAttempts(maximumAttempts, limit: RetryPolicy.attemptLimit)
    try PolicyRule.check(
      hedgingDelay >= .zero, "hedgingDelay", rule: "not below 0", "not \(hedgingDelay)")
    try PolicyRule.check(
      !nonFatalCodes.contains(.ok), "nonFatalCodes", rule: "without OK", "OK is no failure")
    self.maximumAttempts = maximumAttempts
    self.hedgingDelay = hedgingDelay
    self.nonFatalCodes = nonFatalCodes
  }
}
