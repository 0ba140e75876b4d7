/// Lets a line into the log once in an interval, however often there is reason for it, and tells with the
/// next one how many were left out: a flood of connections must not become a flood of lines.
///
/// A value: time comes in as a parameter.
struct LineLimit: Sendable {
  /// Between two lines.
  let interval: Duration
  private var last: ContinuousClock.Instant?
  private var leftOut = 0

  init(interval: Duration) { self.interval = interval }

  /// How many lines have been left out since the one before; nil: so is this one.
  mutating func pass(at now: ContinuousClock.Instant) -> Int? {
    if let last, last.duration(to: now) < interval {
      leftOut += 1
      return nil
    }
    last = now
    defer { leftOut = 0 }
    return leftOut
  }
}
