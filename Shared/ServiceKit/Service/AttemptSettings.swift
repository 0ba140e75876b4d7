import RPC

/// The settings by which a service that calls others says how often a call is sent: retries and hedges.
/// It lists ``declarations`` among its own, and hands this to
/// ``ServiceEnvironment/channel(to:of:attempts:)``.
public struct AttemptSettings: Sendable {
  /// How calls are retried that may be; nil retries none.
  let retry: RetryPolicy?
  /// How calls are hedged that may be; nil hedges none.
  let hedging: HedgingPolicy?

  /// What to list among the settings of a service that calls others.
  public static let declarations = [
    Setting(
      "retry.attempts", default: "\(RetryPolicy.standard.maximumAttempts)",
      "How often a call to another service is sent at most while that is UNAVAILABLE, 1 to"
        + " \(RetryPolicy.attemptLimit); 1 retries none. Only calls that may be repeated are, with"
        + " back-off, and while few enough fail."),
    Setting(
      "hedge.ms", default: "0",
      "After so many milliseconds without an answer a call that changes nothing is sent to another"
        + " replica as well, 0 to 60000, and the first answer counts; 0 does not. Best near the 95th"
        + " percentile of the latency."),
    Setting(
      "hedge.attempts", default: "2",
      "How often such a call is sent at most, each hedge.ms after the one before, 2 to"
        + " \(RetryPolicy.attemptLimit). While hedge.ms is not 0 it is not retried besides."),
  ]

  /// What holds where a service does not ask its operator: the standard retries, and no hedges.
  public static let standard = AttemptSettings(retry: .standard, hedging: nil)

  /// What the operator chose.
  ///
  /// - Throws: ``ConfigurationError`` that names the setting and its bounds.
  public init(_ settings: ServiceSettings) throws {
    let attempts = try settings.integer("retry.attempts", in: 1...RetryPolicy.attemptLimit)
    let delay = try settings.integer("hedge.ms", in: 0...60_000)
    let hedged = try settings.integer("hedge.attempts", in: 2...RetryPolicy.attemptLimit)
    retry = attempts == 1 ? nil : try Self.retry(attempts)
    hedging =
      delay == 0
      ? nil : try HedgingPolicy(maximumAttempts: hedged, hedgingDelay: .milliseconds(delay))
  }

  private init(retry: RetryPolicy?, hedging: HedgingPolicy?) {
    self.retry = retry
    self.hedging = hedging
  }

  /// The standard's, but for the number.
  private static func retry(_ attempts: Int) throws -> RetryPolicy {
    let standard = RetryPolicy.standard
    return try RetryPolicy(
      maximumAttempts: attempts, initialBackoff: standard.initialBackoff,
      maximumBackoff: standard.maximumBackoff, multiplier: standard.multiplier,
      retryableCodes: standard.retryableCodes)
  }
}
