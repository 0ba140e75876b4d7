@testable import Consent

extension Instant {
  /// Minutes into the histories of the tests.
  static func minute(_ minutes: Int64) -> Instant {
    Instant(seconds: 1_750_000_000 + minutes * 60)
  }
}

extension Scope {
  init(_ purpose: String, _ channel: String, controller: String = "cameo") {
    self.init(controller: controller, purpose: purpose, channel: channel)
  }

  static let marketingByEmail = Scope("marketing", "email")
}

extension ConsentEvent {
  /// An event that became effective and known at the same minute, unless said otherwise.
  static func event(
    _ action: Action, at minute: Int64, _ scope: Scope = .marketingByEmail,
    by actor: Actor = .subject, entry: UInt64 = 0, recorded: Int64? = nil, until: Int64? = nil
  ) -> ConsentEvent {
    ConsentEvent(
      entry: entry, action: action, actor: actor, scope: scope, effectiveAt: .minute(minute),
      recordedAt: .minute(recorded ?? minute), validUntil: until.map(Instant.minute))
  }
}

extension [ConsentEvent] {
  /// With entries numbered in this order.
  var numbered: [ConsentEvent] {
    enumerated().map { index, event in
      var event = event
      event.entry = UInt64(index) + 1
      return event
    }
  }

  /// The standing that this history gives, its events numbered in this order.
  func standing(at minute: Int64, _ scope: Scope = .marketingByEmail) -> Standing {
    ScopedHistory(of: scope, at: .minute(minute), in: numbered).standing
  }

  func status(at minute: Int64, _ scope: Scope = .marketingByEmail) -> Standing.Status {
    standing(at: minute, scope).status
  }
}

extension Purpose {
  static let marketing = Purpose(
    id: "marketing", version: 1, legalBasis: .consent, isTransactional: false)
  static let service = Purpose(
    id: "service", version: 1, legalBasis: .contract, isTransactional: true)
  static let analytics = Purpose(
    id: "analytics", version: 1, legalBasis: .legitimateInterests, isTransactional: false)
  static let recall = Purpose(
    id: "recall", version: 1, legalBasis: .legalObligation, isTransactional: true)
}

extension DailyWindow {
  /// "21:00" to "08:00" and the like.
  init(_ from: String, _ to: String, days: Days = .every, channels: [String] = []) {
    self.init(days: days, from: Self.minutes(from), to: Self.minutes(to), channels: channels)
  }

  private static func minutes(_ text: String) -> Int {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    return parts.count == 2 ? parts[0] * 60 + parts[1] : 0
  }
}

/// A history like the one given that fails too, and of which nothing can be left out.
func shrink(
  _ history: [ConsentEvent], while fails: ([ConsentEvent]) -> Bool
) -> [ConsentEvent] {
  var smallest = history
  var index = 0
  while index < smallest.count {
    var candidate = smallest
    candidate.remove(at: index)
    if fails(candidate) { smallest = candidate } else { index += 1 }
  }
  return smallest
}
