internal import Runtime

/// When a call that failed is tried again, and after how long (gRFC A6,
/// https://github.com/grpc/proposal/blob/master/A6-client-retries.md).
///
/// It never widens what is safe: only calls of methods that declare themselves IDEMPOTENT or
/// NO_SIDE_EFFECTS, and calls that no handler saw, are tried again. The call's deadline covers all
/// of its attempts, and the channel's ``RetryThrottle`` bounds what all its calls add up to.
public struct RetryPolicy: Sendable, Hashable {
  /// More attempts than this help nobody and multiply an overload.
  public static let attemptLimit = 5

  /// Attempts that a call gets, the first included: 2 to 5.
  public let maximumAttempts: Int
  /// Before the second attempt, give or take a fifth.
  public let initialBackoff: Duration
  /// No delay is longer, but for the fifth by which it varies.
  public let maximumBackoff: Duration
  /// Each delay is this many times the one before: 1 or more.
  public let multiplier: Double
  /// Statuses after which another attempt may end better.
  public let retryableCodes: StatusCodeSet

  /// UNAVAILABLE, three times more: after 50, 100 and 200 ms, which together outlast the restart of a
  /// service (150 ms).
  public static let standard = RetryPolicy(
    attempts: 4, initial: .milliseconds(50), maximum: .seconds(1), multiplier: 2,
    codes: [.unavailable])

  /// Throws INVALID_ARGUMENT, which names the parameter and its rule, for what makes no policy.
  public init(
    maximumAttempts: Int, initialBackoff: Duration, maximumBackoff: Duration, multiplier: Double,
    retryableCodes: StatusCodeSet
  ) throws(RPCError) {
    try PolicyRule.checkAttempts(maximumAttempts, limit: Self.attemptLimit)
    try PolicyRule.check(
      initialBackoff > .zero, "initialBackoff", rule: "more than 0", "not \(initialBackoff)")
    try PolicyRule.check(
      maximumBackoff >= initialBackoff, "maximumBackoff", rule: "at least initialBackoff",
      "\(maximumBackoff) is less than \(initialBackoff)")
    try PolicyRule.check(
      multiplier >= 1 && multiplier.isFinite, "multiplier", rule: "1 or more, and finite",
      "not \(multiplier)")
    try PolicyRule.check(
      !retryableCodes.isEmpty && !retryableCodes.contains(.ok), "retryableCodes",
      rule: "one code or more, not OK", "a policy retries failures")
    self.init(
      attempts: maximumAttempts, initial: initialBackoff, maximum: maximumBackoff,
      multiplier: multiplier, codes: retryableCodes)
  }

  private init(
    attempts: Int, initial: Duration, maximum: Duration, multiplier: Double, codes: StatusCodeSet
  ) {
    maximumAttempts = attempts
    initialBackoff = initial
    maximumBackoff = maximum
    self.multiplier = multiplier
    retryableCodes = codes
  }

  /// The delay before the retry that follows `failures` failed attempts, in nanoseconds:
  /// min(initial x multiplier^(failures - 1), maximum) x U(0.8, 1.2).
  /// - Parameters:
  ///   - failures: since the call began, or since a server last said how long to wait; 1 or more.
  ///   - random: within 0..<1.
  func delay(afterFailures failures: Int, random: Double) -> Int64 {
    let longest = Double(maximumBackoff.nanoseconds)
    var delay = Double(initialBackoff.nanoseconds)
    for _ in 1..<max(failures, 1) { delay = min(delay * multiplier, longest) }
    return Int64(min(delay, longest) * (0.8 + 0.4 * random))
  }
}

/// What the parameters of policies are checked with.
enum PolicyRule {
  static func check(
    _ isKept: Bool, _ parameter: String, rule: String, _ message: @autoclosure () -> String
  ) throws(RPCError) {
    if !isKept { throw .invalid(parameter, rule: rule, message()) }
  }

  static func checkAttempts(_ count: Int, limit: Int) throws(RPCError) {
    try check((2...limit).contains(count), "maximumAttempts", rule: "2 to \(limit)", "not \(count)")
  }
}
