import ServiceKit
import Messages

/// Instants as tables write them: RFC 3339 ("2026-11-21T20:00:00.5+01:00"), or a day, which means
/// its midnight in UTC.
enum InstantText {
  static func parse(_ text: String) throws(Violation) -> Google.Timestamp {
    guard let microseconds = microseconds(text) else {
      throw Violation(
        rule: "time.format", "must look like 2026-11-21T20:00:00Z or 2026-11-21")
    }
    return Google.Timestamp(microseconds: microseconds)
  }

  private static func microseconds(_ text: String) -> Int64? {
    var rest = Array(text.utf8)[...]
    let isCompact = rest.count == 8
    guard
      let date = CalendarDate.parse(
        String(decoding: rest.prefix(isCompact ? 8 : 10), as: UTF8.self)),
      date.year > 0, CalendarDate.exists(date)
    else { return nil }
    rest = rest.dropFirst(isCompact ? 8 : 10)
    let days = CalendarDate.daysSince1970(
      year: Int64(date.year), month: Int64(date.month), day: Int64(date.day))
    if rest.isEmpty { return days * Instants.dayMicroseconds }
    guard rest.first == UInt8(ascii: "T") || rest.first == UInt8(ascii: " ") else { return nil }
    rest = rest.dropFirst()
    guard let time = timeOfDay(&rest), let offset = offsetSeconds(&rest), rest.isEmpty else {
      return nil
    }
    return days * Instants.dayMicroseconds + time - offset * 1_000_000
  }

  private static func timeOfDay(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    guard let hour = twoDigits(&rest), take(":", &rest), let minute = twoDigits(&rest),
      take(":", &rest), let second = twoDigits(&rest), hour < 24, minute < 60, second < 60
    else { return nil }
    let whole = ((hour * 60 + minute) * 60 + second) * 1_000_000
    guard take(".", &rest) else { return whole }
    let digits = rest.prefix(while: Text.isDigit)
    guard (1...9).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let six = (digits + [0x30, 0x30, 0x30, 0x30, 0x30]).prefix(6)
    return whole + six.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
  }

  private static func offsetSeconds(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    if take("Z", &rest) { return 0 }
    let sign: Int64 = take("+", &rest) ? 1 : take("-", &rest) ? -1 : 0
    guard sign != 0, let hours = twoDigits(&rest), take(":", &rest),
      let minutes = twoDigits(&rest), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes) * 60
  }

  private static func twoDigits(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    let digits = rest.prefix(2)
    guard digits.count == 2, digits.allSatisfy(Text.isDigit) else { return nil }
    rest = rest.dropFirst(2)
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  private static func take(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(truncatingIfNeeded: character.value) else { return false }
    rest = rest.dropFirst()
    return true
  }
}
