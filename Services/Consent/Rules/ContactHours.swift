/// Rule "hours": the subject's quiet hours and contact hours, on their own wall clock.
///
/// Where a wall-clock time does not exist or comes twice, quiet hours take the longer reading and
/// contact hours the shorter one: in doubt, no contact.
struct ContactHours: Sendable {
  private let preferences: Preferences
  private let channel: String

  init(_ preferences: Preferences, channel: String) {
    self.preferences = preferences
    self.channel = channel
  }

  struct Outcome: Equatable, Sendable {
    var reasons: [Reason] = []
    /// The first instant, not before the one asked for, that all hours allow.
    var nextAllowedAt: Instant?
    /// The next instant at which a window starts or ends, if one does within a day.
    var changesAt: Instant?

    static let open = Outcome()
  }

  /// - Parameter zone: nil: not known, and then no hour is known to be safe.
  func outcome(at instant: Instant, in zone: ZoneRules?) -> Outcome {
    let hasContact = preferences.contactHours.contains { $0.concerns(channel) }
    if !hasContact && !preferences.quietHours.contains(where: { $0.concerns(channel) }) {
      return .open
    }
    guard let zone else { return Outcome(reasons: [Reason(code: .zoneUnknown)]) }
    let seconds = instant.seconds
    let windows = Windows(preferences, channel, hasContact: hasContact, near: seconds, in: zone)
    var outcome = Outcome(changesAt: windows.nextEdge(after: seconds).map(Instant.init(seconds:)))
    if windows.quietEnd(at: seconds) != nil { outcome.reasons.append(Reason(code: .quietHours)) }
    if windows.isOutside(seconds) { outcome.reasons.append(Reason(code: .outsideContactHours)) }
    guard !outcome.reasons.isEmpty else { return outcome }
    outcome.nextAllowedAt = firstAllowed(from: seconds, windows, in: zone).map {
      Instant(seconds: $0)
    }
    if outcome.nextAllowedAt == nil { outcome.reasons.append(Reason(code: .noContactHours)) }
    return outcome
  }

  /// Windows come back every week, so what is not free within nine days never is.
  private static let searchSeconds: Int64 = 9 * 86_400

  private func firstAllowed(from start: Int64, _ near: Windows, in zone: ZoneRules) -> Int64? {
    var windows = near
    var candidate = start
    while candidate < start + Self.searchSeconds {
      if zone.localDay(at: candidate) != windows.day {
        windows = Windows(
          preferences, channel, hasContact: near.hasContact, near: candidate, in: zone)
      }
      if let end = windows.quietEnd(at: candidate) {
        candidate = end
      } else if windows.isOutside(candidate) {
        candidate = windows.nextContact(after: candidate) ?? zone.nextDay(after: candidate)
      } else {
        return candidate
      }
    }
    return nil
  }
}

/// One channel's windows of the days around an instant, as spans of universal time in seconds.
private struct Windows {
  /// Days since 1970 on the local calendar.
  let day: Int64
  let hasContact: Bool
  private let preferences: Preferences
  private let channel: String
  private let zone: ZoneRules
  /// The zone's offset in all of these days, where it is one.
  private let offset: Int64?

  init(
    _ preferences: Preferences, _ channel: String, hasContact: Bool, near seconds: Int64,
    in zone: ZoneRules
  ) {
    day = zone.localDay(at: seconds)
    offset = zone.constantOffset(from: seconds - 5 * 86_400, to: seconds + 5 * 86_400)
    self.preferences = preferences
    self.channel = channel
    self.hasContact = hasContact
    self.zone = zone
  }

  /// The latest end of the quiet spans that contain the instant; nil: none does.
  func quietEnd(at seconds: Int64) -> Int64? {
    var latest: Int64?
    forEachQuiet { span in
      if span.contains(seconds) { latest = max(latest ?? span.upperBound, span.upperBound) }
    }
    return latest
  }

  func isOutside(_ seconds: Int64) -> Bool {
    var isOutside = hasContact
    forEachContact { if $0.contains(seconds) { isOutside = false } }
    return isOutside
  }

  func nextContact(after seconds: Int64) -> Int64? {
    var next: Int64?
    forEachContact { span in
      if span.lowerBound > seconds { next = min(next ?? span.lowerBound, span.lowerBound) }
    }
    return next
  }

  func nextEdge(after seconds: Int64) -> Int64? {
    var next: Int64?
    let look: (Range<Int64>) -> Void = { span in
      let edge = span.lowerBound > seconds ? span.lowerBound : span.upperBound
      if edge > seconds { next = min(next ?? edge, edge) }
    }
    forEachQuiet(look)
    forEachContact(look)
    return next
  }

  private func forEachQuiet(_ body: (Range<Int64>) -> Void) {
    forEach(preferences.quietHours, opens: .first, body)
  }

  private func forEachContact(_ body: (Range<Int64>) -> Void) {
    if hasContact { forEach(preferences.contactHours, opens: .last, body) }
  }

  /// - Parameter opens: which reading of a repeated start to take; of a repeated end, the other.
  private func forEach(
    _ windows: [DailyWindow], opens: ZoneRules.Occurrence, _ body: (Range<Int64>) -> Void
  ) {
    for window in windows where window.concerns(channel) {
      // Two days back and one ahead, since a clock change may skip or repeat a day's end; one more
      // ahead, so that every edge within 24 hours is here.
      for start in (day - 2)...(day + 2) {
        if let span = span(of: window, onDay: start, opens: opens) { body(span) }
      }
    }
  }

  /// Where the window lies that starts on a local day; nil: none starts, or nothing is left of it.
  private func span(
    of window: DailyWindow, onDay day: Int64, opens: ZoneRules.Occurrence
  ) -> Range<Int64>? {
    let weekday = DailyWindow.Days(weekday: ZoneRules.weekday(ofDay: day))
    guard window.days.contains(weekday) else { return nil }
    let from = day * 86_400 + Int64(window.from) * 60
    let to = (window.to > window.from ? day : day + 1) * 86_400 + Int64(window.to) * 60
    if let offset { return (from - offset)..<(to - offset) }
    let start = zone.instant(ofLocal: from, opens)
    let end = zone.instant(ofLocal: to, opens == .first ? .last : .first)
    return start < end ? start..<end : nil
  }
}
