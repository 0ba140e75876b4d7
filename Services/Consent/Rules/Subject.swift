/// All that a decision needs to know of one data subject.
struct Subject: Equatable, Sendable {
  /// Raw values as stored.
  enum Status: Int64, Sendable {
    case active = 0
    /// GDPR Art. 18: kept, not used.
    case restricted = 1
    case erased = 2
  }

  var status = Status.active
  var history = ConsentHistory()
  /// nil: none were ever set.
  var preferences: Preferences?
}
