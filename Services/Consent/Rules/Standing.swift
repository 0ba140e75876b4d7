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

extension Standing {
  /// Applies the rules of precedence to a history in any order.
  ///
  /// A grant counts if it lifts every refusal that reaches the scope. Of the grants that count and
  /// the expiries, the last in the total order decides; it holds in [effectiveAt, validUntil). With
  /// no grant that counts, the last refusal decides.
  ///
  /// - Parameters:
  ///   - scope: without `Scope.every`.
  ///   - instant: not before any `recordedAt` in the history.
  init(of scope: Scope, at instant: Instant, in history: [ConsentEvent]) {
    var latest: ConsentEvent?
    var refusal: ConsentEvent?
    var isGranted = false
    for event in history where event.reaches(scope, at: instant) {
      if event.action.isRefusal {
        if refusal.map({ event.follows($0) }) ?? true { refusal = event }
      } else if event.counts(for: scope, at: instant, in: history) {
        if latest.map({ event.follows($0) }) ?? true { latest = event }
        isGranted = isGranted || event.action == .grant
      }
    }
    // An expiry alone says nothing against a refusal: only a grant lifts one.
    if let refusal, !isGranted {
      self.init(status: .refused, decidedBy: refusal)
    } else if let latest {
      self.init(status: latest.status(at: instant), decidedBy: latest)
    } else {
      self = .unheard
    }
  }

  /// The last objection that reaches the scope, unless a grant counts there.
  static func objection(
    to scope: Scope, at instant: Instant, in history: [ConsentEvent]
  ) -> ConsentEvent? {
    refusal(of: scope, at: instant, in: history) { $0.action == .object }
  }

  /// The last refusal of the kind asked for that reaches the scope, unless a grant counts there.
  static func refusal(
    of scope: Scope, at instant: Instant, in history: [ConsentEvent],
    where matches: (ConsentEvent) -> Bool
  ) -> ConsentEvent? {
    var last: ConsentEvent?
    for event in history where event.action.isRefusal && event.reaches(scope, at: instant) {
      if matches(event), last.map({ event.follows($0) }) ?? true { last = event }
    }
    guard last != nil else { return nil }
    let isLifted = history.contains {
      $0.action == .grant && $0.reaches(scope, at: instant)
        && $0.counts(for: scope, at: instant, in: history)
    }
    return isLifted ? nil : last
  }

  /// The first instant after `instant` at which time alone may change a standing; nil: none.
  static func nextChange(after instant: Instant, in history: [ConsentEvent]) -> Instant? {
    var next: Instant?
    for event in history {
      for candidate in [event.effectiveAt, event.validUntil ?? event.effectiveAt]
      where candidate > instant {
        next = min(next ?? candidate, candidate)
      }
    }
    return next
  }
}

extension ConsentEvent {
  fileprivate func reaches(_ asked: Scope, at instant: Instant) -> Bool {
    appliesFrom <= instant && scope.covers(asked)
  }

  fileprivate func counts(for asked: Scope, at instant: Instant, in history: [ConsentEvent]) -> Bool
  {
    guard action == .grant else { return true }
    return !history.contains {
      $0.action.isRefusal && $0.reaches(asked, at: instant) && !lifts($0)
    }
  }

  fileprivate func status(at instant: Instant) -> Standing.Status {
    guard action == .grant else { return .expired }
    guard let validUntil else { return .granted }
    return instant < validUntil ? .granted : .expired
  }
}
