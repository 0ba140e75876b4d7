/// How long to wait between connection attempts: exponential with jitter, as gRPC's connection
/// back-off (https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md), at the pace of a
/// local network.
public struct Backoff: Sendable, Equatable {
  /// After the first failure, in nanoseconds.
  public var first: Int64 = 20_000_000
  /// Never longer than this.
  public var longest: Int64 = 1_000_000_000
  /// Nor than this for a replica beside others that serve: nobody waits for it.
  public var longestWhileServed: Int64 = 30_000_000_000
  public var factor = 1.6
  /// The share by which a delay varies, either way, so that clients do not come back in step.
  public var jitter = 0.2

  public init() {}

  /// The delay after `failures` failed attempts in a row, in nanoseconds.
  /// - Parameters:
  ///   - longest: in place of `longest`.
  ///   - random: within 0..<1.
  func delay(afterFailures failures: Int, longest: Int64? = nil, random: Double) -> Int64 {
    var delay = Double(first)
    for _ in 1..<max(2, min(failures, 64)) where failures > 1 { delay *= factor }
    return Int64(min(delay, Double(longest ?? self.longest)) * (1 + jitter * (2 * random - 1)))
  }
}
