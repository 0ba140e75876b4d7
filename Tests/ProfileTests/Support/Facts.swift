import Messages

@testable import Profile

/// Facts in their stored form, as the rules let them in.
enum Facts {
  static let now = Google.Timestamp(microseconds: 1_700_000_000_000_000)

  static func day(_ day: Int64) -> Google.Timestamp {
    Google.Timestamp(microseconds: day * 86_400_000_000)
  }

  static func attribute(
    _ name: String, _ value: String, _ provenance: ProfileV1.Provenance = .declared,
    day: Int64 = 10, source: String = "form"
  ) throws -> ProfileV1.Attribute {
    try AttributeRule.normalise(
      ProfileV1.Attribute(
        name: name, category: Catalogue.definition(of: name) == nil ? .descriptive : .unspecified,
        value: ProfileV1.Value(kind: .text(value)), provenance: provenance, source: source,
        observedAt: self.day(day)),
      now: now)
  }

  static func identifier(_ kind: String, _ value: String, day: Int64 = 10, label: String = "")
    throws
    -> ProfileV1.Identifier
  {
    try IdentifierRule.normalise(
      ProfileV1.Identifier(kind: kind, value: value, label: label, observedAt: self.day(day)),
      now: now)
  }

  static func event(
    _ id: String, _ type: String, day: Int64, amount: Int64? = nil, currency: String = "USD",
    quantity: UInt32 = 0
  ) throws -> ProfileV1.Event {
    try EventRule.normalise(
      ProfileV1.Event(
        id: id, type: type, occurredAt: self.day(day),
        amount: amount.map { ProfileV1.Money(currency: currency, minorUnits: $0) },
        quantity: quantity),
      now: now)
  }
}
