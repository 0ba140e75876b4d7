/// How a channel spreads its calls over a service's replicas. Each event loop balances by itself.
public struct BalancingSettings: Sendable {
  /// Replicas that one loop connects to; of more, each channel picks so many, different ones for
  /// different channels. Without a bound, every client would hold a connection to every server.
  public var maximumConnections = 20
  /// The time in which an observed latency loses all but 1/e of its weight.
  public var latencyDecay: Duration = .seconds(10)
  public var slowStart = SlowStart()
  public var outliers = OutlierSettings()
  /// Which of many replicas this channel connects to, and which of two it draws: nil, and it differs
  /// from channel to channel.
  public var seed: UInt64?

  public init() {}
}

/// When a replica that answers badly is left alone for a while: gRPC's A50
/// (https://github.com/grpc/proposal/blob/master/A50-xds-outlier-detection.md), with the isolation
/// times of brpc's circuit breaker
/// (https://github.com/apache/brpc/blob/master/docs/en/circuit_breaker.md).
public struct OutlierSettings: Sendable {
  /// What counts as a replica's failure rather than as an answer. Calls that it turned away unprocessed
  /// count as neither.
  public var failures: StatusCodeSet = [.unavailable, .deadlineExceeded]
  /// So many in a row, and it is isolated; 0 never.
  public var consecutiveFailures = 5
  /// The length of the first isolation.
  public var shortestIsolation: Duration = .seconds(1)
  /// Each isolation that follows within this time of the last one's end is twice as long as that
  /// one, up to this time.
  public var longestIsolation: Duration = .seconds(30)
  /// The most of a group's replicas that may be isolated at once, in percent; 0 switches all of it off.
  public var maximumEjectionPercent = 50
  /// How often the replicas' rates of success are compared.
  public var interval: Duration = .seconds(10)
  /// Calls that a replica must have had in an interval to be compared.
  public var requestVolume = 100
  /// Replicas with so many calls that a comparison takes.
  public var minimumHosts = 3
  /// A replica is isolated whose rate is more than so many standard deviations of the others' below
  /// their mean ...
  public var deviationFactor = 1.9
  /// ... and at least this much, of 1, below it.
  public var leastDifference = 0.1

  public init() {}
}
