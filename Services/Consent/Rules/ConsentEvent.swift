/// One entry of a subject's ledger, as far as it decides.
struct ConsentEvent: Hashable, Sendable {
  /// What was said. The raw values are those of the ledger's canonical encoding and of the API.
  enum Action: UInt8, Sendable, CaseIterable {
    case grant = 1
    case deny = 2
    case withdraw = 3
    case object = 4
    case expire = 5
  }

  /// Who said it. Raw values as for `Action`.
  enum Actor: UInt8, Sendable, CaseIterable {
    case subject = 1
    case guardian = 2
    case agent = 3
    case `import` = 4
    case system = 5
  }

  /// Its number in the subject's ledger, from 1.
  var entry: UInt64
  var action: Action
  var actor: Actor
  var scope: Scope
  /// From when it holds, as its author says.
  var effectiveAt: Instant
  /// When this service learnt of it; never falls along a ledger.
  var recordedAt: Instant
  /// The first instant at which a grant no longer holds; nil: no end.
  var validUntil: Instant?
}

extension ConsentEvent.Action {
  /// Whether this is a no.
  var isRefusal: Bool { self == .deny || self == .withdraw || self == .object }

  /// What wins at the same instant: withdraw = object > deny > expire > grant.
  var rank: Int {
    switch self {
    case .withdraw, .object: 4
    case .deny: 3
    case .expire: 2
    case .grant: 1
    }
  }
}

extension ConsentEvent.Actor {
  /// Whether this one's yes can lift an earlier no.
  var speaksForSubject: Bool { self == .subject || self == .guardian }
}

extension ConsentEvent {
  /// From when it is applied. What lies in the future is stored and waits, but a no counts from the
  /// moment it is known, whatever its author's clock says.
  var appliesFrom: Instant { action.isRefusal ? min(effectiveAt, recordedAt) : effectiveAt }

  /// Whether this comes after `other` in the total order: effective time, then rank, then entry.
  func follows(_ other: ConsentEvent) -> Bool {
    if effectiveAt != other.effectiveAt { return effectiveAt > other.effectiveAt }
    if action.rank != other.action.rank { return action.rank > other.action.rank }
    return entry > other.entry
  }

  /// Whether this grant lifts that refusal: later, in the subject's or a guardian's own voice, and
  /// explicit for the refusal's scope or a part of it.
  func lifts(_ refusal: ConsentEvent) -> Bool {
    action == .grant && actor.speaksForSubject && effectiveAt > refusal.effectiveAt
      && refusal.scope.covers(scope)
  }
}
