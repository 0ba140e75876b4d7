import Messages

/// Which of two values of one attribute wins: a total order over facts, so that the winner does not
/// depend on the order in which they came in, on any replica.
///
/// A declared value beats any other, because what customers say of themselves is what this product
/// is for; then the later `observed_at`; then the provenance (declared, observed, inferred,
/// purchased); then source and value by their bytes; then whatever else tells two facts apart. The
/// rank is made of bytes that compare from the left, so that a database sorts as this code does,
/// and two facts have one rank only if they are the same fact.
struct AttributeRank: Comparable, Sendable {
  let bytes: [UInt8]

  /// `fact` is in its stored form (``AttributeRule``).
  init(_ fact: ProfileV1.Attribute) {
    var bytes: [UInt8] = [fact.provenance == .declared ? 1 : 0]
    bytes += Sortable.bytes(fact.observedAt?.microseconds ?? Int64.min)
    bytes.append(Self.rank(fact.provenance))
    bytes += Array(fact.source.utf8) + [0]
    bytes += ValueRule.orderedBytes(fact.value)
    bytes += [fact.category.rawValue, fact.party.rawValue].map { UInt8(clamping: $0) }
    bytes.append(UInt8(clamping: fact.confidencePercent))
    bytes += Array(fact.evidenceRef.utf8) + [0]
    self.bytes = bytes
  }

  static func < (left: Self, right: Self) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  private static func rank(_ provenance: ProfileV1.Provenance) -> UInt8 {
    switch provenance {
    case .declared: 4
    case .observed: 3
    case .inferred: 2
    case .purchased: 1
    default: 0
    }
  }
}
