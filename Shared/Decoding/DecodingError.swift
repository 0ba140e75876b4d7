/// Why bytes were refused as a message: which message, which field, which rule.
public struct DecodingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a message's bytes must keep to.
  public enum Rule: String, Sendable {
    case messageBytes = "the message is longer than allowed"
    case truncated = "the bytes end in the middle of a field"
    case tag = "a field's tag is not a valid one"
    case varint = "a number is longer than ten bytes"
    case length = "a length is longer than five bytes"
    case wireType = "the value's wire type does not fit the field"
    case depth = "messages are nested too deep"
    case elements = "there are too many repeated elements"
    case unknownFields = "there are too many unknown fields"
    case repeatedMessage = "a message that may be there once is there again"
    case utf8 = "text is not valid UTF-8"
    case nul = "text contains a NUL character"
    case allocation = "decoding would take more memory than allowed"
    case unpack = "the bytes are not a valid message"
  }

  /// Full name of the message that the field belongs to.
  public let message: String
  /// The field's name, or its number where the schema has no name, or empty.
  public let field: String
  /// The rule that was broken.
  public let rule: Rule

  public init(message: String, field: String = "", rule: Rule) {
    self.message = message
    self.field = field
    self.rule = rule
  }

  public var description: String {
    "\(field.isEmpty ? message : "\(message).\(field)"): \(rule.rawValue)"
  }
}
