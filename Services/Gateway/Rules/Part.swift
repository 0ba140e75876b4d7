/// One of the three services whose answers make up a view.
package enum Part: String, CaseIterable, Hashable, Sendable {
  case profile, consent, survey

  /// Whether an older answer is better than none. Never for consent: who has withdrawn since must
  /// not be contacted.
  var mayBeStale: Bool { self != .consent }
}
