import ServiceKit
import Messages

/// What an attribute must be to be recorded.
enum AttributeRule {
  static let longestSource = 128

  /// The fact in its stored form: category, party and times filled in, the value in its normal
  /// form.
  static func normalise(_ given: ProfileV1.Attribute, now: Google.Timestamp) throws(Violation)
    -> ProfileV1.Attribute
  {
    var fact = given
    fact.name = try within("name") { () throws(Violation) in
      try Text.name(given.name, extra: "_.")
    }
    let definition = Catalogue.definition(of: fact.name)
    fact.category = try category(given.category, definition)
    fact.value = try within("value") { () throws(Violation) in
      guard let definition else { return try ValueRule.normalise(given.value) }
      return try ValueRule.normalise(given.value, as: definition.form, now: now)
    }
    try checkProvenance(given)
    fact.party = try party(given)
    fact.source = try within("source") { () throws(Violation) in
      try Text.required(given.source, maxBytes: longestSource)
    }
    fact.observedAt = try within("observed_at") { () throws(Violation) in
      try Instants.check(given.observedAt, now: now) ?? now
    }
    fact.recordedAt = now
    fact.evidenceRef = try within("evidence_ref") { () throws(Violation) in
      try Text.clean(given.evidenceRef, maxBytes: longestSource)
    }
    return fact
  }

  private static func category(
    _ given: ProfileV1.AttributeCategory, _ definition: Catalogue.Definition?
  ) throws(Violation) -> ProfileV1.AttributeCategory {
    if let definition {
      guard given == .unspecified || given == definition.category else {
        throw Violation("category", rule: "category.fixed", "is another for this attribute")
      }
      return definition.category
    }
    guard (1...4).contains(given.rawValue) else {
      throw Violation(
        "category", rule: "category",
        "must be identity, quantitative, descriptive or qualitative: the catalogue lacks the name"
      )
    }
    return given
  }

  private static func checkProvenance(_ given: ProfileV1.Attribute) throws(Violation) {
    guard (1...4).contains(given.provenance.rawValue) else {
      throw Violation(
        "provenance", rule: "required", "must be declared, observed, inferred or purchased")
    }
    guard given.confidencePercent <= 100 else {
      throw Violation(
        "confidence_percent", rule: "percent", "must be 1 to 100, or 0 for not stated")
    }
    guard given.confidencePercent == 0 || given.provenance == .inferred else {
      throw Violation(
        "confidence_percent", rule: "percent.inferred", "belongs to inferred values only")
    }
  }

  private static func party(_ given: ProfileV1.Attribute) throws(Violation) -> ProfileV1.Party {
    switch given.party {
    case .unspecified: return given.provenance == .purchased ? .third : .first
    case .first, .second, .third: return given.party
    default: throw Violation("party", rule: "party", "must be first, second or third")
    }
  }
}
