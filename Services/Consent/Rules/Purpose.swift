/// On what ground a purpose may be pursued (GDPR Art. 6(1)). Raw values as in the API.
enum LegalBasis: UInt8, Sendable, CaseIterable {
  case consent = 1
  case contract = 2
  case legalObligation = 3
  case vitalInterests = 4
  case publicTask = 5
  case legitimateInterests = 6
}

/// What a contact is for: an entry of the catalogue.
struct Purpose: Equatable, Sendable {
  var id: String
  /// Rises when the text that subjects are shown changes.
  var version: UInt32
  var legalBasis: LegalBasis
  /// Part of a service the subject has asked for: skips the rules on objection and topic.
  var isTransactional: Bool
}
