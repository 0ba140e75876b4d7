/// What one entry of a subject's ledger says, whole.
struct LedgerEntry: Equatable, Sendable {
  var customer: String
  /// The id of the write that made it.
  var request: String
  var recordedAt: Instant
  var effectiveAt: Instant
  var actor: ConsentEvent.Actor
  /// The peer or caller through whom it came.
  var recorder: String
  var collection = Collection()
  var content: Content

  /// What stands behind it, for a proof. Nothing of it decides.
  struct Collection: Equatable, Sendable {
    var method = ""
    var source = ""
    var noticeID = ""
    var noticeVersion = ""
    var noticeLanguage = ""
    /// 32 bytes or none.
    var evidence: [UInt8] = []
  }

  enum Content: Equatable, Sendable {
    case consent(Consent)
    /// As they are after the entry, all of them.
    case preferences(Preferences)
  }

  struct Consent: Equatable, Sendable {
    var action: ConsentEvent.Action
    var scope: Scope
    /// The catalogue's when it was recorded; 0 for `Scope.every`.
    var purposeVersion: UInt32
    /// The catalogue's when it was recorded; nil for `Scope.every`.
    var legalBasis: LegalBasis?
    var validUntil: Instant?
  }
}

extension LedgerEntry {
  /// The entry as the rules see it; nil: it is about preferences.
  ///
  /// - Parameter number: its place in the ledger, from 1.
  func event(number: UInt64) -> ConsentEvent? {
    guard case .consent(let consent) = content else { return nil }
    return ConsentEvent(
      entry: number, action: consent.action, actor: actor, scope: consent.scope,
      effectiveAt: effectiveAt, recordedAt: recordedAt, validUntil: consent.validUntil)
  }
}

extension Subject {
  /// Takes in the next entry of the ledger.
  mutating func apply(_ entry: LedgerEntry, number: UInt64) {
    if let event = entry.event(number: number) { history.record(event) }
    if case .preferences(let preferences) = entry.content { self.preferences = preferences }
  }
}

extension LedgerEntry {
  /// nil: it is about consent.
  var preferences: Preferences? {
    if case .preferences(let preferences) = content { preferences } else { nil }
  }
}
