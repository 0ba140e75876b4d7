import ServiceKit
import Messages

/// Days of the proleptic Gregorian calendar.
enum CalendarDate {
  /// A whole date, or one of which only the year, or only month and day, are known (the others are
  /// 0).
  static func check(_ date: RPCV1.Date) throws(Violation) {
    let isWhole = date.year > 0 && date.month > 0 && date.day > 0
    let isYear = date.year > 0 && date.month == 0 && date.day == 0
    let isBirthday = date.year == 0 && date.month > 0 && date.day > 0
    guard isWhole || isYear || isBirthday, isYear || exists(date) else {
      throw Violation(rule: "date", "is no day of the calendar")
    }
    guard isBirthday || (1...9999).contains(date.year) else {
      throw Violation(rule: "date", "has a year beyond 9999")
    }
  }

  /// A date of a person's life that is over: a birth date is of 1880 or later and not after today.
  static func checkBirth(_ date: RPCV1.Date, now: Google.Timestamp) throws(Violation) {
    try check(date)
    guard date.year > 0 else { return }
    let days = daysSince1970(
      year: Int64(date.year), month: Int64(max(date.month, 1)), day: Int64(max(date.day, 1)))
    guard date.year >= 1880, days * 86_400 <= now.seconds else {
      throw Violation(rule: "birth_date", "must be of 1880 or later and not in the future")
    }
  }

  /// Reads "1997-01-18", or "19970118" as many tables write it; nil for anything else.
  static func parse(_ text: String) -> RPCV1.Date? {
    let bytes = Array(text.utf8)
    let hyphen = UInt8(ascii: "-")
    let digits: [UInt8]
    switch bytes.count {
    case 10 where bytes[4] == hyphen && bytes[7] == hyphen:
      digits = Array(bytes[0..<4] + bytes[5..<7] + bytes[8..<10])
    case 8: digits = bytes
    default: return nil
    }
    guard digits.allSatisfy(Text.isDigit) else { return nil }
    let number = digits.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
    return RPCV1.Date(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  /// Days from 1970-01-01; years count from March, so that the leap day comes last.
  static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Whether the month has the day; a birthday of unknown year may be 29 February.
  static func exists(_ date: RPCV1.Date) -> Bool {
    guard (1...12).contains(date.month) else { return false }
    let year = date.year
    let isLeap = year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
    let lengths: [UInt32] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[Int(date.month) - 1]).contains(date.day)
  }
}
