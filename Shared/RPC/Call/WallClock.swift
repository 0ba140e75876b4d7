internal import Glibc

/// The clock that people read. Deadlines never count on it: an operator can set it back.
enum WallClock {
  /// Nanoseconds since 1970, as the machine believes.
  static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
