import ServiceKit

/// Letters' addresses as identifiers: the addressee belongs to them, because several people may
/// live at one address.
enum PostalRule {
  /// The parts of an address, trimmed and bounded, as they are shown.
  struct Address: Equatable, Sendable {
    var addressee = ""
    var lines: [String] = []
    var locality = ""
    var region = ""
    var postalCode = ""
    var country = ""

    /// What two ways of writing one address have in common: each part folded to lower case letters
    /// and digits, joined with "; ", which no folded part holds, so that different parts never give
    /// the same value.
    var value: String {
      let code = postalCode.filter { !$0.isWhitespace }
      let street = lines.joined(separator: " ")
      return [addressee, street, locality, region, code, country]
        .map(Text.folded).joined(separator: "; ")
    }
  }

  private static let longestPart = 200
  private static let mostLines = 4

  static func normalise(_ given: Address) throws(Violation) -> Address {
    guard (1...mostLines).contains(given.lines.count) else {
      throw Violation("lines", rule: "count", "must be 1 to \(mostLines) lines")
    }
    var address = Address()
    address.addressee = try required("addressee", given.addressee)
    for (index, line) in given.lines.enumerated() {
      address.lines.append(try required("lines[\(index)]", line))
    }
    address.locality = try part("locality", given.locality)
    address.region = try part("region", given.region)
    address.postalCode = try part("postal_code", given.postalCode).uppercased()
    address.country = given.country.uppercased()
    guard Countries.contains(address.country) else {
      throw Violation("country", rule: "country", "must be an ISO 3166-1 code, as in DE")
    }
    guard !Text.folded(address.locality + address.postalCode).isEmpty else {
      throw Violation("locality", rule: "required", "a locality or a postal code is needed")
    }
    return address
  }

  private static func part(_ field: String, _ text: String) throws(Violation) -> String {
    try within(field) { () throws(Violation) in try Text.clean(text, maxBytes: longestPart) }
  }

  /// A part that must still say something when it is folded.
  private static func required(_ field: String, _ text: String) throws(Violation) -> String {
    let clean = try part(field, text)
    guard !Text.folded(clean).isEmpty else {
      throw Violation(field, rule: "required", "must not be empty")
    }
    return clean
  }
}
