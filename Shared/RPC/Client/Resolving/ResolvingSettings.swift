public import DNS
internal import Runtime

/// How a channel finds out where its service is.
public struct ResolvingSettings: Sendable {
  /// Who looks names up.
  public var client: DNSClient = .system
  /// An answer is asked for again when its time to live is over, but not sooner than after this, and
  /// not sooner after a replica has been lost.
  public var shortestInterval: Duration = .seconds(5)
  /// ... and not later than after this, whatever its time to live.
  public var longestInterval: Duration = .seconds(60)

  public init() {}

  /// When to ask again after an answer that may be believed for `timeToLive`, in nanoseconds.
  func interval(timeToLive: Duration) -> Int64 {
    let shortest = shortestInterval.nanoseconds
    return min(max(timeToLive.nanoseconds, shortest), max(longestInterval.nanoseconds, shortest))
  }
}
