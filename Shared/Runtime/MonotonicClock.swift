internal import CLinux

/// The clock that loops, timers and deadlines count on: nanoseconds that never go back.
///
/// On a loop prefer `EventLoop.now`, which is read once a turn; this one asks the kernel each time
/// (about 20 ns).
public enum MonotonicClock {
  /// Nanoseconds since an arbitrary start (CLOCK_MONOTONIC).
  public static var now: Int64 { cameo_monotonic_ns() }
}
