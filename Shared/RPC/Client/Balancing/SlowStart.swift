internal import Glibc
internal import Runtime

/// How a replica that is new, or back, gets its share of the calls: little at first, so that caches,
/// pools and compilers warm up, then more, all of it at the end of a window.
///
/// Envoy: weight x max(minimum, (time since start / window) ^ (1 / aggression))
/// (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start).
public struct SlowStart: Sendable, Equatable {
  /// From the replica's return to its full share; zero switches slow start off.
  public var window: Duration = .seconds(10)
  /// The share it begins with, of 1.
  public var minimum = 0.1
  /// 1 rises evenly; more than that rises early, less late.
  public var aggression = 1.0

  public init() {}

  /// The share of a replica's weight at `now`, of 1. Nanoseconds of one clock.
  func share(since start: Int64, now: Int64) -> Double {
    let window = window.nanoseconds
    let elapsed = now - start
    guard window > 0, elapsed < window else { return 1 }
    let time = Double(max(elapsed, 0)) / Double(window)
    let risen = aggression == 1 ? time : pow(time, 1 / max(aggression, 0.01))
    return min(1, max(minimum, risen))
  }
}
