/// Instants as RFC 3339 writes them, in the proleptic Gregorian calendar, without leap seconds.
struct CivilTime {
  /// Seconds since 1970 of the years 1 to 9999, which is what a Timestamp may hold.
  static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// "2026-11-21T20:35:10.250Z", with as many digits as the nanoseconds need: 0, 3, 6 or 9.
  static func text(seconds: Int64, nanos: Int32) -> String {
    let day = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
    let second = Int(seconds - day * 86_400)
    let (year, month, dayOfMonth) = civil(Int(day))
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
    let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
    return "\(date)T\(time.joined(separator: ":"))\(fraction(nanos))Z"
  }

  /// nil if the text is not an RFC 3339 instant of the years 1 to 9999.
  static func parse(_ text: String) -> (seconds: Int64, nanos: Int32)? {
    guard let match = unsafe text.wholeMatch(of: pattern),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
      let hour = Int(match.4), let minute = Int(match.5), let second = Int(match.6),
      let offset = offset(match.8), let nanos = nanoseconds(match.7 ?? "")
    else { return nil }
    let days = days(year, month, day)
    guard civil(days) == (year, month, day), hour < 24, minute < 60, second < 60 else { return nil }
    let seconds = Int64(days * 86_400 + hour * 3600 + minute * 60 + second - offset)
    return range.contains(seconds) ? (seconds, nanos) : nil
  }

  /// ".5" as ".500": three, six or nine digits, or none for 0.
  static func fraction(_ nanos: Int32) -> String {
    if nanos == 0 { return "" }
    if nanos % 1_000_000 == 0 { return "." + padded(Int(nanos) / 1_000_000, 3) }
    if nanos % 1000 == 0 { return "." + padded(Int(nanos) / 1000, 6) }
    return "." + padded(Int(nanos), 9)
  }

  /// Digits behind a point as nanoseconds; nil beyond nine.
  static func nanoseconds(_ digits: Substring) -> Int32? {
    guard digits.count <= 9 else { return nil }
    return Int32(digits + String(repeating: "0", count: 9 - digits.count))
  }

  nonisolated(unsafe) private static let pattern =
    /([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:[0-9]{2})/

  private static func offset(_ text: Substring) -> Int? {
    guard text.count == 6, let hours = Int(text.dropFirst().prefix(2)),
      let minutes = Int(text.suffix(2))
    else { return 0 }
    guard hours < 24, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (text.first == "-" ? -1 : 1)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  // H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013): years start in March, so that
  // the leap day comes last; an era is 400 years, 146 097 days.

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let day = shifted - era * 146_097
    let yearOfEra = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
