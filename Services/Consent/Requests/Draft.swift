import Messages

/// A write that has been read and checked, and is not yet an entry of a ledger.
struct Draft: Equatable, Sendable {
  var customer: String
  var request: String
  /// `digest(of:)` the request: the same id with another one is refused.
  var digest: [UInt8]
  /// 0: any.
  var expectedVersion: UInt64
  var actor: ConsentEvent.Actor
  var recorder: String
  var collection: LedgerEntry.Collection
  /// nil: when it is recorded.
  var effectiveAt: Instant?
  var content: Content

  enum Content: Equatable, Sendable {
    case consent(LedgerEntry.Consent)
    case preferences(PreferencesUpdate)
  }
}

extension Draft {
  /// SHA-256 of a request's name and bytes: a withdrawal may have the very bytes of a grant.
  static func digest(of request: some Message) -> [UInt8] {
    LedgerChain.sha256(Array(type(of: request).fullName.utf8) + request.encoded())
  }
}

/// Which preferences to set, and to what.
struct PreferencesUpdate: Equatable, Sendable {
  /// The fields of Preferences; the raw values are the paths of an update mask.
  enum Field: String, CaseIterable, Sendable {
    case timeZone = "time_zone"
    case preferredChannels = "preferred_channels"
    case refusedChannels = "refused_channels"
    case topics
    case quietHours = "quiet_hours"
    case contactHours = "contact_hours"
    case pauseUntil = "pause_until"
  }

  var fields: Set<Field>
  var values: Preferences

  /// What they are after the update.
  func applied(to before: Preferences) -> Preferences {
    var after = before
    for field in fields {
      switch field {
      case .timeZone: after.timeZone = values.timeZone
      case .preferredChannels: after.preferredChannels = values.preferredChannels
      case .refusedChannels: after.refusedChannels = values.refusedChannels
      case .topics: after.topics = values.topics
      case .quietHours: after.quietHours = values.quietHours
      case .contactHours: after.contactHours = values.contactHours
      case .pauseUntil: after.pauseUntil = values.pauseUntil
      }
    }
    return after
  }
}
