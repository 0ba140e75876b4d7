/// One reason against contact.
struct Reason: Equatable, Sendable {
  var code: Code
  /// The ledger entry that decided it; 0: none did.
  var entry: UInt64 = 0

  /// The rules, in the order of decision.
  enum Rule: String, Sendable, CaseIterable {
    case available
    case subject
    case objection
    case consent
    case topic
    case channel
    case pause
    case hours
  }

  /// The names that programs rely on; never changed, only added to.
  enum Code: String, Sendable, CaseIterable {
    case unavailable = "UNAVAILABLE"
    case subjectErased = "SUBJECT_ERASED"
    case subjectRestricted = "SUBJECT_RESTRICTED"
    case objected = "OBJECTED"
    case noConsent = "NO_CONSENT"
    case consentDenied = "CONSENT_DENIED"
    case consentWithdrawn = "CONSENT_WITHDRAWN"
    case consentExpired = "CONSENT_EXPIRED"
    case topicUnwanted = "TOPIC_UNWANTED"
    case channelRefused = "CHANNEL_REFUSED"
    case paused = "PAUSED"
    case quietHours = "QUIET_HOURS"
    case outsideContactHours = "OUTSIDE_CONTACT_HOURS"
    case zoneUnknown = "ZONE_UNKNOWN"
    case noContactHours = "NO_CONTACT_HOURS"
  }
}

extension Reason.Code {
  var rule: Reason.Rule {
    switch self {
    case .unavailable: .available
    case .subjectErased, .subjectRestricted: .subject
    case .objected: .objection
    case .noConsent, .consentDenied, .consentWithdrawn, .consentExpired: .consent
    case .topicUnwanted: .topic
    case .channelRefused: .channel
    case .paused: .pause
    case .quietHours, .outsideContactHours, .zoneUnknown, .noContactHours: .hours
    }
  }

  /// Whether waiting is enough.
  var defers: Bool { self == .quietHours || self == .outsideContactHours }

  /// One sentence for a person.
  var text: String {
    switch self {
    case .unavailable: "The consent records cannot be read; until they can, nobody is contacted."
    case .subjectErased: "This customer has been erased."
    case .subjectRestricted: "Processing of this customer's data is restricted."
    case .objected: "The customer has objected to this purpose."
    case .noConsent: "The customer has never consented to this purpose on this channel."
    case .consentDenied: "The customer was asked and said no."
    case .consentWithdrawn: "The customer has withdrawn consent."
    case .consentExpired: "The customer's consent has run out."
    case .topicUnwanted: "The customer does not want to hear about this topic."
    case .channelRefused: "The customer does not want to be contacted on this channel."
    case .paused: "The customer has paused all contact for now."
    case .quietHours: "It is within the customer's quiet hours."
    case .outsideContactHours: "It is outside the hours in which the customer wants contact."
    case .zoneUnknown: "The customer has hours for contact, but their time zone is not known."
    case .noContactHours: "The customer's hours leave no time for contact on this channel."
    }
  }
}
