/// Rule "hours": the subject's quiet hours and contact hours, on their own wall clock.
///
/// Where a wall-clock time does not exist or comes twice, quiet hours take the longer reading and
/// contact hours the shorter one: in doubt, no contact.
struct ContactHours: Sendable {
  private let quiet: [DailyWindow]
  private let contact: [DailyWindow]

  init(_ preferences: Preferences, channel: String) {
    quiet = preferences.quietHours.filter { $0.concerns(channel) }
    contact = preferences.contactHours.filter { $0.concerns(channel) }
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
    if quiet.isEmpty && contact.isEmpty { return .open }
    guard let zone else { return Outcome(reasons: [Reason(code: .zoneUnknown)]) }
    let seconds = instant.seconds
    let spans = Spans(quiet: quiet, contact: contact, near: seconds, in: zone)
    var outcome = Outcome(changesAt: spans.nextEdge(after: seconds).map(Instant.init(seconds:)))
    if spans.quietEnd(at: seconds) != nil { outcome.reasons.append(Reason(code: .quietHours)) }
    if spans.isOutside(seconds) { outcome.reasons.append(Reason(code: .outsideContactHours)) }
    guard !outcome.reasons.isEmpty else { return outcome }
    outcome.nextAllowedAt = firstAllowed(from: seconds, spans, in: zone).map {
      Instant(seconds: $0)
    }
    if outcome.nextAllowedAt == nil { outcome.reasons.append(Reason(code: .noContactHours)) }
    return outcome
  }

  /// Windows come back every week, so what is not free within nine days never is.
  private static let searchSeconds: Int64 = 9 * 86_400

  private func firstAllowed(from start: Int64, _ near: Spans, in zone: ZoneRules) -> Int64? {
    var spans = near
    var candidate = start
    while candidate < start + Self.searchSeconds {
      if zone.localDay(at: candidate) != spans.day {
        spans = Spans(quiet: quiet, contact: contact, near: candidate, in: zone)
      }
      if let end = spans.quietEnd(at: candidate) {
        candidate = end
      } else if spans.isOutside(candidate) {
        candidate = spans.nextContact(after: candidate) ?? zone.nextDay(after: candidate)
      } else {
        return candidate
      }
    }
    return nil
  }
}

/// The windows of the days around an instant, as spans of universal time in seconds.
private struct Spans {
  /// Days since 1970 on the local calendar.
  let day: Int64
  private var quiet: [Range<Int64>] = []
  private var contact: [Range<Int64>] = []
  private let hasContact: Bool

  init(quiet: [DailyWindow], contact: [DailyWindow], near seconds: Int64, in zone: ZoneRules) {
    day = zone.localDay(at: seconds)
    hasContact = !contact.isEmpty
    // Two days back and one ahead, since a clock change may skip or repeat a day's end; one more
    // ahead, so that every edge within 24 hours is here.
    for start in (day - 2)...(day + 2) {
      self.quiet += quiet.compactMap { $0.span(onDay: start, in: zone, opens: .first) }
      self.contact += contact.compactMap { $0.span(onDay: start, in: zone, opens: .last) }
    }
  }

  /// The latest end of the quiet spans that contain the instant; nil: none does.
  func quietEnd(at seconds: Int64) -> Int64? {
    quiet.lazy.filter { $0.contains(seconds) }.map(\.upperBound).max()
  }

  func isOutside(_ seconds: Int64) -> Bool {
    hasContact && !contact.contains { $0.contains(seconds) }
  }

  func nextContact(after seconds: Int64) -> Int64? {
    contact.lazy.map(\.lowerBound).filter { $0 > seconds }.min()
  }

  func nextEdge(after seconds: Int64) -> Int64? {
    var next: Int64?
    for span in quiet + contact {
      for edge in [span.lowerBound, span.upperBound] where edge > seconds {
        next = min(next ?? edge, edge)
      }
    }
    return next
  }
}

extension DailyWindow {
  /// Where the window lies that starts on a local day; nil: none starts, or nothing is left of it.
  ///
  /// - Parameter opens: which reading of a repeated start to take; of a repeated end, the other.
  fileprivate func span(
    onDay day: Int64, in zone: ZoneRules, opens: ZoneRules.Occurrence
  ) -> Range<Int64>? {
    guard days.contains(Days(weekday: ZoneRules.weekday(ofDay: day))) else { return nil }
    let endDay = to > from ? day : day + 1
    let start = zone.instant(ofLocal: day * 86_400 + Int64(from) * 60, opens)
    let end = zone.instant(
      ofLocal: endDay * 86_400 + Int64(to) * 60, opens == .first ? .last : .first)
    return start < end ? start..<end : nil
  }
}
