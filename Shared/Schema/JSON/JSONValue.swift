/// JSON as it was written: numbers keep their digits, objects their order.
///
/// Foundation's parsers are not used because they turn -9223372036854775808 into a Double, take
/// trailing commas, drop repeated keys in silence and do not say where an error is.
package enum JSONValue: Equatable {
  case null
  case bool(Bool)
  /// The digits as they stand, which follow RFC 8259's grammar.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// What it is, for an error's text.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number(let digits): "the number \(digits)"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

package struct JSONMember: Equatable {
  package let key: String
  package let value: JSONValue
}
