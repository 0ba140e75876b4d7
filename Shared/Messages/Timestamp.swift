extension Google.Timestamp: Comparable {
  private static let microsecondsPerSecond: Int64 = 1_000_000

  /// The instant so many microseconds after 1970-01-01T00:00:00Z, or before it if negative.
  public init(microseconds: Int64) {
    let seconds = microseconds.flooredQuotient(dividingBy: Self.microsecondsPerSecond)
    // Wraps for the least Int64, whose seconds are rounded past it; the difference is right again.
    let rest = microseconds &- seconds &* Self.microsecondsPerSecond
    self.init(seconds: seconds, nanos: Int32(rest * 1000))
  }

  /// Microseconds since 1970-01-01T00:00:00Z, rounded down; every stored instant has this resolution.
  ///
  /// Saturates beyond the year 292 000, which only a timestamp that is not valid reaches.
  public var microseconds: Int64 {
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: Self.microsecondsPerSecond)
    let (sum, overflowToo) = whole.addingReportingOverflow(
      Int64(nanos).flooredQuotient(dividingBy: 1000))
    return overflow || overflowToo ? (seconds < 0 ? .min : .max) : sum
  }

  /// Whether it lies in the years 1 to 9999 with nanoseconds in a second, as timestamp.proto demands.
  public var isValid: Bool {
    (-62_135_596_800...253_402_300_799).contains(seconds) && (0..<1_000_000_000).contains(nanos)
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanos) < (right.seconds, right.nanos)
  }
}

extension Int64 {
  /// Rounded towards minus infinity.
  fileprivate func flooredQuotient(dividingBy divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
