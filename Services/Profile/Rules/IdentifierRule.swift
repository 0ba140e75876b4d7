import ServiceKit
import Messages

/// The name under which an identifier has one owner.
struct IdentifierKey: Hashable, Sendable {
  /// ``IdentifierKind/text``.
  var kind: String
  /// In the kind's normal form.
  var value: String
}

/// What an identifier must be to be recorded or looked for.
enum IdentifierRule {
  /// How long a cookie names somebody after it was last seen.
  static let cookieLifeMicroseconds = 90 * Instants.dayMicroseconds
  private static let longestSource = 128
  private static let longestHandle = 100

  /// The identifier in its stored form. `now` stands in for a missing `observed_at`.
  static func normalise(_ given: ProfileV1.Identifier, now: Google.Timestamp) throws(Violation)
    -> ProfileV1.Identifier
  {
    var identifier = try named(given)
    identifier.label = try within("label") { () throws(Violation) in
      given.label.isEmpty ? "" : try Text.name(given.label, extra: "_-", maxBytes: 32)
    }
    identifier.source = try within("source") { () throws(Violation) in
      try Text.clean(given.source, maxBytes: longestSource)
    }
    guard (0...3).contains(given.party.rawValue) else {
      throw Violation("party", rule: "party", "must be first, second or third")
    }
    identifier.party = given.party == .unspecified ? .first : given.party
    let seen = try within("observed_at") { () throws(Violation) in
      try Instants.check(given.observedAt, now: now) ?? now
    }
    identifier.observedAt = seen
    identifier.verifiedAt = try within("verified_at") { () throws(Violation) in
      try Instants.check(given.verifiedAt, now: now)
    }
    if identifier.kind == IdentifierKind.cookie.text {
      identifier.expiresAt = Google.Timestamp(
        microseconds: seen.microseconds + cookieLifeMicroseconds)
    }
    return identifier
  }

  /// Kind and value only, as a look-up needs them.
  static func key(_ given: ProfileV1.Identifier) throws(Violation) -> IdentifierKey {
    let identifier = try named(given)
    return IdentifierKey(kind: identifier.kind, value: identifier.value)
  }

  private static func named(_ given: ProfileV1.Identifier) throws(Violation)
    -> ProfileV1.Identifier
  {
    let kind = try within("kind") { () throws(Violation) in
      try IdentifierKind(parsing: given.kind)
    }
    guard kind == .postal || given.postal == nil else {
      throw Violation("postal", rule: "postal.kind", "belongs to kind postal only")
    }
    var identifier = ProfileV1.Identifier(kind: kind.text)
    switch kind {
    case .postal:
      try readPostal(given, into: &identifier)
    case .phone:
      let number = try value { () throws(Violation) in
        try PhoneRule.normalise(given.value, region: given.region)
      }
      identifier.value = number.e164
      identifier.region = number.region
      identifier.given = try Text.clean(given.value, maxBytes: longestSource)
    default:
      identifier.value = try value { () throws(Violation) in try normalise(given.value, kind) }
      identifier.given = Text.trimmed(given.value)
    }
    return identifier
  }

  private static func normalise(_ text: String, _ kind: IdentifierKind) throws(Violation) -> String
  {
    switch kind {
    case .email: try EmailRule.normalise(text)
    case .social: try handle(text)
    default: try Text.identifier(text)
    }
  }

  /// A social network's handle: without its @, in lower case. A link to a profile page is none.
  private static func handle(_ text: String) throws(Violation) -> String {
    let given = try Text.identifier(text, maxBytes: longestHandle)
    let handle = (given.first == "@" ? String(given.dropFirst()) : given).lowercased()
    let isFine = { (scalar: Unicode.Scalar) in
      Text.isWordScalar(scalar) || scalar == "_" || scalar == "." || scalar == "-"
    }
    guard !handle.isEmpty, handle.unicodeScalars.allSatisfy(isFine) else {
      throw Violation(
        rule: "social.handle", "must be a handle as in anna.novak, not a link or a name with spaces"
      )
    }
    return handle
  }

  private static func readPostal(
    _ given: ProfileV1.Identifier, into identifier: inout ProfileV1.Identifier
  ) throws(Violation) {
    guard given.value.isEmpty else {
      throw Violation("value", rule: "postal.value", "must be empty: give the address in postal")
    }
    guard let postal = given.postal else {
      throw Violation("postal", rule: "required", "must hold the address")
    }
    let address = try within("postal") { () throws(Violation) in
      try PostalRule.normalise(PostalRule.Address(postal))
    }
    identifier.postal = ProfileV1.PostalAddress(address)
    identifier.value = address.value
  }

  private static func value<Result>(_ rule: () throws(Violation) -> Result) throws(Violation)
    -> Result
  {
    do {
      return try rule()
    } catch {
      throw error.field.isEmpty ? error.within("value") : error
    }
  }
}

extension PostalRule.Address {
  init(_ message: ProfileV1.PostalAddress) {
    self.init(
      addressee: message.addressee, lines: message.lines, locality: message.locality,
      region: message.region, postalCode: message.postalCode, country: message.country)
  }
}

extension ProfileV1.PostalAddress {
  init(_ address: PostalRule.Address) {
    self.init(
      addressee: address.addressee, lines: address.lines, locality: address.locality,
      region: address.region, postalCode: address.postalCode, country: address.country)
  }
}
