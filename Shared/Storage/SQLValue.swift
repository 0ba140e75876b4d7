/// A value bound to a `$n` placeholder.
///
/// Instants are integers: microseconds since 1970-01-01T00:00:00Z.
public enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

extension SQLValue {
  /// The text, or NULL where there is none.
  public init(_ text: String?) {
    self = text.map(SQLValue.text) ?? .null
  }

  /// The integer, or NULL where there is none.
  public init(_ integer: Int64?) {
    self = integer.map(SQLValue.integer) ?? .null
  }

  /// The bytes, or NULL where there are none.
  public init(_ bytes: [UInt8]?) {
    self = bytes.map(SQLValue.blob) ?? .null
  }
}

extension SQLValue: ExpressibleByNilLiteral {
  public init(nilLiteral: ()) { self = .null }
}

extension SQLValue: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self = .integer(value) }
}

extension SQLValue: ExpressibleByFloatLiteral {
  public init(floatLiteral value: Double) { self = .real(value) }
}

extension SQLValue: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self = .text(value) }
}

extension SQLValue: ExpressibleByBooleanLiteral {
  public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
}
