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
    // By index: copying every event looked at was most of the cost of a decision.
    var latest: Int?
    var refusal: Int?
    var isGranted = false
    for index in history.indices where history[index].reaches(scope, at: instant) {
      if history[index].action.isRefusal {
        if Self.follows(index, refusal, in: history) { refusal = index }
      } else if history[index].counts(for: scope, at: instant, in: history) {
        if Self.follows(index, latest, in: history) { latest = index }
        isGranted = isGranted || history[index].action == .grant
      }
    }
    // An expiry alone says nothing against a refusal: only a grant lifts one.
    if let refusal, !isGranted {
      self.init(status: .refused, decidedBy: history[refusal])
    } else if let latest {
      self.init(status: history[latest].status(at: instant), decidedBy: history[latest])
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
    var last: Int?
    for index in history.indices
    where history[index].action.isRefusal && history[index].reaches(scope, at: instant) {
      if matches(history[index]), Self.follows(index, last, in: history) { last = index }
    }
    guard let last else { return nil }
    let isLifted = history.indices.contains {
      history[$0].action == .grant && history[$0].reaches(scope, at: instant)
        && history[$0].counts(for: scope, at: instant, in: history)
    }
    return isLifted ? nil : history[last]
  }

  /// Whether one event comes after the last found so far.
  private static func follows(_ index: Int, _ last: Int?, in history: [ConsentEvent]) -> Bool {
    guard let last else { return true }
    return history[index].follows(history[last])
  }

  /// The first instant after `instant` at which time alone may change a standing; nil: none.
  static func nextChange(after instant: Instant, in history: [ConsentEvent]) -> Instant? {
    var next: Instant?
    for index in history.indices {
      let begin = history[index].effectiveAt
      if begin > instant { next = min(next ?? begin, begin) }
      if let end = history[index].validUntil, end > instant { next = min(next ?? end, end) }
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
    return !history.indices.contains {
      history[$0].action.isRefusal && history[$0].reaches(asked, at: instant)
        && !lifts(history[$0])
    }
  }

  fileprivate func status(at instant: Instant) -> Standing.Status {
    guard action == .grant else { return .expired }
    guard let validUntil else { return .granted }
    return instant < validUntil ? .granted : .expired
  }
}
