/// What of a ledger can still decide: the events that no other has displaced for good.
///
/// Bounded by the number of scopes, not by the length of the ledger, so that a decision reads one
/// short record. For every instant from the last `recordedAt` on, it gives the same standings as
/// the whole ledger does.
struct ConsentHistory: Equatable, Sendable {
  private(set) var events: [ConsentEvent]

  /// - Parameter events: such as `events` gave before.
  init(_ events: [ConsentEvent] = []) { self.events = events }

  /// Adds the next entry of the ledger.
  mutating func record(_ event: ConsentEvent) {
    let now = event.recordedAt
    events.removeAll { event.displaces($0, at: now) }
    if !events.contains(where: { $0.displaces(event, at: now) }) { events.append(event) }
  }

  /// The number of events that wait for their time.
  func pending(at now: Instant) -> Int {
    events.count { $0.appliesFrom > now }
  }
}

extension ConsentEvent {
  /// Whether `other` can never decide again, now that this is known.
  ///
  /// A no is never displaced by a yes: it goes on to hold off what may not lift it. A yes in the
  /// subject's own voice is not displaced by a later one of an agent or an import, which lifts less.
  fileprivate func displaces(_ other: ConsentEvent, at now: Instant) -> Bool {
    guard scope == other.scope, follows(other), appliesFrom <= max(now, other.appliesFrom) else {
      return false
    }
    switch (action, other.action) {
    case (.object, .object), (.expire, .expire): return true
    case (.deny, .deny), (.deny, .withdraw), (.withdraw, .deny), (.withdraw, .withdraw):
      return true
    case (.deny, .grant), (.withdraw, .grant), (.object, .grant): return true
    case (.deny, .expire), (.withdraw, .expire), (.object, .expire): return true
    case (.grant, .grant): return actor.speaksForSubject || !other.actor.speaksForSubject
    default: return false
    }
  }
}
