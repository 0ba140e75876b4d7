/// Whether a consent stands for one scope at one instant, and which entry says so.
struct Standing: Equatable, Sendable {
  enum Status: Sendable {
    case none
    case granted
    case refused
    case expired
  }

  var status: Status
  /// nil with `none` only.
  var decidedBy: ConsentEvent?

  static let unheard = Standing(status: .none, decidedBy: nil)
}

/// What was said that reaches one scope, and is applied at one instant: the rules of precedence.
///
/// A grant counts if it lifts every refusal here. Of the grants that count and the expiries, the
/// last in the total order decides; it holds in [effectiveAt, validUntil). With no grant that
/// counts, the last refusal decides.
struct ScopedHistory: Sendable {
  private let events: [ConsentEvent]
  private let instant: Instant
  /// Whether a grant counts.
  private let isGranted: Bool

  /// - Parameters:
  ///   - scope: without `Scope.every`.
  ///   - instant: not before any `recordedAt` in the history.
  ///   - history: in any order.
  init(of scope: Scope, at instant: Instant, in history: [ConsentEvent]) {
    var events: [ConsentEvent] = []
    for index in history.indices
    where history[index].appliesFrom <= instant && history[index].scope.covers(scope) {
      events.append(history[index])
    }
    self.events = events
    self.instant = instant
    isGranted = events.contains { $0.action == .grant && $0.liftsAll(in: events) }
  }

  /// Whether consent stands, and what decides.
  var standing: Standing {
    if !isGranted, let refusal = last(where: \.action.isRefusal) {
      return Standing(status: .refused, decidedBy: refusal)
    }
    let latest = last { event in
      event.action == .expire || (event.action == .grant && event.liftsAll(in: events))
    }
    return latest.map { Standing(status: $0.status(at: instant), decidedBy: $0) } ?? .unheard
  }

  /// The last refusal of the kind asked for, unless a grant counts.
  func refusal(where matches: (ConsentEvent) -> Bool = { _ in true }) -> ConsentEvent? {
    isGranted ? nil : last { $0.action.isRefusal && matches($0) }
  }

  /// The last objection, unless a grant counts.
  var objection: ConsentEvent? { refusal { $0.action == .object } }

  private func last(where matches: (ConsentEvent) -> Bool) -> ConsentEvent? {
    var last: ConsentEvent?
    for event in events where matches(event) && last.map({ event.follows($0) }) ?? true {
      last = event
    }
    return last
  }
}

extension ConsentEvent {
  fileprivate func liftsAll(in events: [ConsentEvent]) -> Bool {
    events.allSatisfy { !$0.action.isRefusal || lifts($0) }
  }

  fileprivate func status(at instant: Instant) -> Standing.Status {
    guard action == .grant else { return .expired }
    guard let validUntil else { return .granted }
    return instant < validUntil ? .granted : .expired
  }
}

extension ConsentHistory {
  /// The first instant after `instant` at which time alone may change a standing; nil: none.
  func nextChange(after instant: Instant) -> Instant? {
    var next = Instant(microseconds: .max)
    for index in events.indices {
      let effectiveAt = events[index].effectiveAt
      if effectiveAt > instant { next = min(next, effectiveAt) }
      if let end = events[index].validUntil, end > instant { next = min(next, end) }
    }
    return next.microseconds == .max ? nil : next
  }
}
