/// The wall clock of one time zone: its offsets from universal time and when they change.
///
/// Times are whole seconds: universal ones since 1970-01-01T00:00:00Z, local ones as if that
/// clock had shown universal time.
struct ZoneRules: Equatable, Sendable {
  /// Rising, universal.
  private let transitions: [Int64]
  /// Seconds east of Greenwich: `offsets[i]` before `transitions[i]`, the last after them all.
  private let offsets: [Int32]

  /// - Parameters:
  ///   - initial: seconds east of Greenwich before the first transition.
  ///   - transitions: each with the offset from then on, rising by time.
  init(initial: Int32, transitions: [(at: Int64, offset: Int32)]) {
    self.transitions = transitions.map(\.at)
    offsets = [initial] + transitions.map(\.offset)
  }

  /// Which reading to take of a local time that comes twice.
  enum Occurrence: Sendable {
    case first
    case last
  }

  /// Seconds east of Greenwich at a universal time.
  func offset(at seconds: Int64) -> Int64 { Int64(offsets[period(of: seconds)]) }

  /// The offset from one universal time to another if it does not change between them.
  func constantOffset(from start: Int64, to end: Int64) -> Int64? {
    let period = period(of: start)
    guard period == transitions.count || transitions[period] > end else { return nil }
    return Int64(offsets[period])
  }

  /// The place in `offsets` of a universal time.
  private func period(of seconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The universal time at which this zone's clock shows a local one; if it never does, the first
  /// after the gap.
  func instant(ofLocal local: Int64, _ occurrence: Occurrence) -> Int64 {
    let day: Int64 = 86_400
    let before = offset(at: local - day)
    let after = offset(at: local + day)
    if before == after { return local - before }
    let early = local - before
    let late = local - after
    switch (offset(at: early) == before, offset(at: late) == after) {
    case (true, true): return occurrence == .first ? min(early, late) : max(early, late)
    case (true, false): return early
    case (false, true): return late
    case (false, false): return firstChange(from: local - day, to: local + day)
    }
  }

  private func firstChange(from start: Int64, to end: Int64) -> Int64 {
    transitions.first { $0 > start } ?? end
  }

  /// Days since 1970 on the local calendar.
  func localDay(at seconds: Int64) -> Int64 {
    let local = seconds + offset(at: seconds)
    return local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
  }

  /// The start of the next local day; always later than `seconds`.
  func nextDay(after seconds: Int64) -> Int64 {
    max(instant(ofLocal: (localDay(at: seconds) + 1) * 86_400, .first), seconds + 1)
  }

  /// 0 Monday to 6 Sunday.
  static func weekday(ofDay day: Int64) -> Int {
    let remainder = (day + 3) % 7
    return Int(remainder < 0 ? remainder + 7 : remainder)
  }
}
