internal import CLinux

/// The clock that loops, timers and deadlines count on: nanoseconds that never go back.
///
/// On a loop prefer `EventLoop.now`, which is read once a turn; this one asks the kernel each time
/// (about 20 ns).
public enum MonotonicClock {
  /// Nanoseconds since an arbitrary start (CLOCK_MONOTONIC).
  public static var now: Int64 { cameo_monotonic_ns() }

  /// The same clock as of the kernel's last tick: up to 4 ms behind, never ahead, at a quarter of the
  /// cost (about 6 ns). For what has passed for certain.
  public static var coarseNow: Int64 { cameo_monotonic_coarse_ns() }
}
