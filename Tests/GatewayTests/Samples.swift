import Messages

/// The customer of the tests.
enum Samples {
  static let anna = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
  static let email = ProfileV1.Identifier(kind: "email", value: "anna@example.com")

  /// A profile with a field at its end that this version of the schema does not know.
  static func profile(of customerId: String) -> Encoded<ProfileV1.Profile> {
    let known = ProfileV1.Profile(customerId: customerId, version: 7, displayName: "Anna Lind")
    return Encoded(bytes: known.encoded() + unknownField)
  }

  /// Field 2000, a varint of 1.
  static let unknownField: [UInt8] = [0x80, 0x7D, 0x01]
}
