/// The rule in the footer of a time zone file: a POSIX TZ string as RFC 8536 extends it, such as
/// "EST5EDT,M3.2.0,M11.1.0".
struct PosixZone: Equatable, Sendable {
  /// Seconds east of Greenwich.
  var standard: Int32
  var saving: Saving?

  struct Saving: Equatable, Sendable {
    var offset: Int32
    var start: YearlyTime
    var end: YearlyTime
  }

  /// A time of the year on the local clock.
  struct YearlyTime: Equatable, Sendable {
    enum Day: Equatable, Sendable {
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365.
      case ordinal(Int)
      /// Month 1 to 12, week 1 to 5 (5 the last), weekday 0 Sunday to 6.
      case weekday(month: Int, week: Int, day: Int)
    }
    var day: Day
    /// Seconds from midnight; may be negative or more than a day.
    var time: Int64
  }

  /// - Parameter footer: the string between two newlines; nil if it is empty: no rule.
  init?(footer: ArraySlice<UInt8>) throws(ZoneFileError) {
    guard footer.first == UInt8(ascii: "\n"), footer.last == UInt8(ascii: "\n"), footer.count >= 2
    else { throw ZoneFileError(text: "no footer") }
    var parser = PosixParser(footer.dropFirst().dropLast())
    if parser.isAtEnd { return nil }
    try parser.name()
    standard = -Int32(truncatingIfNeeded: try parser.time())
    guard !parser.isAtEnd else { return }
    try parser.name()
    var offset = standard + 3600
    if parser.next != UInt8(ascii: ",") {
      offset = -Int32(truncatingIfNeeded: try parser.time())
    }
    let start = try parser.yearlyTime()
    let end = try parser.yearlyTime()
    guard parser.isAtEnd else { throw ZoneFileError(text: "more after the rule") }
    saving = Saving(offset: offset, start: start, end: end)
  }

  /// Every change after a universal time, up to the end of a year.
  func transitions(after seconds: Int64, untilYear: Int64) -> [(at: Int64, offset: Int32)] {
    guard let saving else { return [] }
    var all: [(at: Int64, offset: Int32)] = []
    for year in 1970...untilYear {
      all.append((saving.start.local(in: year) - Int64(standard), saving.offset))
      all.append((saving.end.local(in: year) - Int64(saving.offset), standard))
    }
    return all.filter { $0.at > seconds }.sorted { $0.at < $1.at }
  }
}

extension PosixZone.YearlyTime {
  /// Local seconds since 1970.
  fileprivate func local(in year: Int64) -> Int64 {
    let newYear = Self.days(to: year, month: 1)
    let number: Int64
    switch day {
    case .julian(let count):
      let isLeap = Self.days(to: year + 1, month: 1) - newYear == 366
      number = newYear + Int64(count) - 1 + (isLeap && count >= 60 ? 1 : 0)
    case .ordinal(let count):
      number = newYear + Int64(count)
    case .weekday(let month, let week, let day):
      number = Self.nth(week, day, ofMonth: month, year)
    }
    return number * 86_400 + time
  }

  private static func nth(_ week: Int, _ weekday: Int, ofMonth month: Int, _ year: Int64) -> Int64 {
    let first = days(to: year, month: month)
    let end = month == 12 ? days(to: year + 1, month: 1) : days(to: year, month: month + 1)
    // Sunday is 0 here and the last day of ZoneRules' week.
    let firstWeekday = (ZoneRules.weekday(ofDay: first) + 1) % 7
    var day = first + Int64((weekday - firstWeekday + 7) % 7 + (week - 1) * 7)
    while day >= end { day -= 7 }
    return day
  }

  /// Days from 1970-01-01 to the first of a month in the Gregorian calendar.
  private static func days(to year: Int64, month: Int) -> Int64 {
    // Years from March, so that the leap day comes last.
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = Int64((month + 9) % 12)
    let leaps = shifted / 4 - shifted / 100 + shifted / 400
    return shifted * 365 + leaps + (153 * monthFromMarch + 2) / 5 - 719_468
  }
}

private struct PosixParser {
  private var text: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { self.text = text }

  var isAtEnd: Bool { text.isEmpty }
  var next: UInt8? { text.first }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard text.first == UInt8(ascii: character) else { return false }
    text.removeFirst()
    return true
  }

  mutating func name() throws(ZoneFileError) {
    if take("<") {
      while let character = text.first, character != UInt8(ascii: ">") {
        _ = character
        text.removeFirst()
      }
      guard take(">") else { throw ZoneFileError(text: "a name without its end") }
      return
    }
    let letters = text.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
    guard letters.count >= 3 else { throw ZoneFileError(text: "a name of fewer than 3 letters") }
    text = text.dropFirst(letters.count)
  }

  private mutating func number(_ range: ClosedRange<Int>) throws(ZoneFileError) -> Int {
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...3).contains(digits.count) else { throw ZoneFileError(text: "no number") }
    text = text.dropFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    guard range.contains(value) else { throw ZoneFileError(text: "a number out of range") }
    return value
  }

  /// [+-]hours[:minutes[:seconds]], in seconds.
  mutating func time() throws(ZoneFileError) -> Int64 {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    var seconds = try number(0...167) * 3600
    if take(":") { seconds += try number(0...59) * 60 }
    if take(":") { seconds += try number(0...59) }
    return Int64(isNegative ? -seconds : seconds)
  }

  mutating func yearlyTime() throws(ZoneFileError) -> PosixZone.YearlyTime {
    guard take(",") else { throw ZoneFileError(text: "no rule for daylight saving") }
    let day = try self.day()
    return PosixZone.YearlyTime(day: day, time: take("/") ? try time() : 7200)
  }

  private mutating func day() throws(ZoneFileError) -> PosixZone.YearlyTime.Day {
    if take("J") { return .julian(try number(1...365)) }
    guard take("M") else { return .ordinal(try number(0...365)) }
    let month = try number(1...12)
    guard take(".") else { throw ZoneFileError(text: "no week") }
    let week = try number(1...5)
    guard take(".") else { throw ZoneFileError(text: "no weekday") }
    return .weekday(month: month, week: week, day: try number(0...6))
  }
}
