/// One of the three services whose answers make up a view.
package enum Part: String, CaseIterable, Hashable, Sendable {
  case profile, consent, survey

  /// The field of CustomerView that holds the part.
  var fieldNumber: UInt32 {
    switch self {
    case .profile: 3
    case .consent: 4
    case .survey: 5
    }
  }

  /// Whether an older answer is better than none. Never for consent: who has withdrawn since must
  /// not be contacted.
  var mayBeStale: Bool { self != .consent }
}
