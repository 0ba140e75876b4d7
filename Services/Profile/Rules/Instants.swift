import Messages
import ServiceKit

/// Which points in time a fact may carry. All stored instants are whole microseconds since 1970,
/// UTC.
enum Instants {
  /// 1900-01-01: nothing that this service keeps is older.
  static let earliestSeconds: Int64 = -2_208_988_800
  static let dayMicroseconds: Int64 = 86_400 * 1_000_000

  /// `given` cut to microseconds, or nil when absent. A fact from the future is refused: it would
  /// win for ever.
  static func check(_ given: Google.Timestamp?, now: Google.Timestamp) throws(Violation)
    -> Google.Timestamp?
  {
    guard let given else { return nil }
    guard given.nanos >= 0, given.nanos < 1_000_000_000, given.seconds >= earliestSeconds else {
      throw Violation(rule: "time.range", "must be a valid instant of 1900 or later")
    }
    guard given.seconds <= now.seconds + ClockSkew.seconds else {
      throw Violation(rule: "time.future", "lies more than 5 minutes in the future")
    }
    return Google.Timestamp(microseconds: given.microseconds)
  }
}

/// The later (or earlier) of two instants of which either may be missing.
enum Extreme {
  static func latest(_ a: Google.Timestamp?, _ b: Google.Timestamp?) -> Google.Timestamp? {
    guard let a, let b else { return a ?? b }
    return max(a, b)
  }

  static func earliest(_ a: Google.Timestamp?, _ b: Google.Timestamp?) -> Google.Timestamp? {
    guard let a, let b else { return a ?? b }
    return min(a, b)
  }
}
