/// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Instant: Comparable, Hashable, Sendable {
  var microseconds: Int64

  static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

  /// The same point in whole seconds, rounded towards the past.
  var seconds: Int64 {
    microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
  }

  init(microseconds: Int64) { self.microseconds = microseconds }

  /// Saturates: no caller can make an instant that overflows.
  init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    microseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// This instant moved by whole seconds; saturates.
  func adding(seconds: Int64) -> Instant {
    let moved = Instant(seconds: seconds).microseconds
    let (sum, overflow) = microseconds.addingReportingOverflow(moved)
    return Instant(microseconds: overflow ? (moved < 0 ? .min : .max) : sum)
  }
}
