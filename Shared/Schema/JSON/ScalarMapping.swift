import Foundation

/// How values of one scalar type stand in JSON and on the wire.
struct ScalarMapping {
  let type: FieldType
  let path: JSONPath

  // MARK: from JSON

  func wireValue(_ value: JSONValue) throws(JSONError) -> WireValue {
    switch type {
    case .bool: .varint(try bool(value) ? 1 : 0)
    case .string: .delimited(ArraySlice(try string(value).utf8))
    case .bytes: .delimited(try bytes(value)[...])
    case .double: .fixed64(try floating(value).bitPattern)
    case .float: .fixed32(try single(value).bitPattern)
    case .int64: .varint(UInt64(bitPattern: try integer(value)))
    case .uint64: .varint(try integer(value))
    case .int32: .varint(UInt64(bitPattern: Int64(try integer(value) as Int32)))
    case .uint32: .varint(UInt64(try integer(value) as UInt32))
    case .sint64: .varint(Self.zigzag(try integer(value)))
    case .sint32: .varint(Self.zigzag(Int64(try integer(value) as Int32)))
    case .fixed64: .fixed64(try integer(value))
    case .sfixed64: .fixed64(UInt64(bitPattern: try integer(value)))
    case .fixed32: .fixed32(try integer(value))
    case .sfixed32: .fixed32(UInt32(bitPattern: try integer(value)))
    case .message, .enumeration, .group: throw JSONError(path, "the field is no scalar")
    }
  }

  private func bool(_ value: JSONValue) throws(JSONError) -> Bool {
    guard case .bool(let bool) = value else {
      throw JSONError(path, "true or false should be here, not \(value.kind)")
    }
    return bool
  }

  private func string(_ value: JSONValue) throws(JSONError) -> String {
    guard case .string(let string) = value else {
      throw JSONError(path, "a string should be here, not \(value.kind)")
    }
    if string.utf8.contains(0) { throw JSONError(path, "text must not contain NUL (\\u0000)") }
    return string
  }

  /// Base64 by RFC 4648, standard or URL-safe, padded or not.
  private func bytes(_ value: JSONValue) throws(JSONError) -> [UInt8] {
    guard case .string(let text) = value else {
      throw JSONError(path, "bytes are base64 in a string, not \(value.kind)")
    }
    let digits = text.replacing("-", with: "+").replacing("_", with: "/")
      .prefix { $0 != "=" }
    let padding = text.dropFirst(digits.count)
    let fill = String(repeating: "=", count: (4 - digits.count % 4) % 4)
    guard padding.isEmpty || padding == fill, let data = Data(base64Encoded: digits + fill) else {
      throw JSONError(path, "the string is not base64")
    }
    return [UInt8](data)
  }

  private func integer<T: FixedWidthInteger>(_ value: JSONValue) throws(JSONError) -> T {
    let digits = try digits(value)
    if let exact = T(digits) { return exact }
    // 1.0 and 1e5 are integers as well, and exact up to 2^53.
    guard let number = Double(digits) else { throw JSONError(path, "a number should be here") }
    if let integer = T(exactly: number), number.magnitude < 0x1p53 { return integer }
    let whole = number.rounded() == number
    throw JSONError(
      path,
      whole
        ? "\(digits) is out of range: \(T.min) to \(T.max)" : "\(digits) is not a whole number")
  }

  private func floating(_ value: JSONValue) throws(JSONError) -> Double {
    if case .string(let name) = value, let special = Self.specials[name] { return special }
    let digits = try digits(value)
    guard let number = Double(digits), number.isFinite else {
      throw JSONError(path, "\(digits) is out of range of a double")
    }
    return number
  }

  private func single(_ value: JSONValue) throws(JSONError) -> Float {
    let number = try floating(value)
    let single = Float(number)
    if number.isFinite && !single.isFinite {
      throw JSONError(path, "\(number) is out of range of a float")
    }
    return single
  }

  private func digits(_ value: JSONValue) throws(JSONError) -> String {
    switch value {
    case .number(let digits): return digits
    case .string(let digits) where JSONReader.isNumber(digits): return digits
    case .string(let text): throw JSONError(path, "\"\(text.prefix(40))\" is not a number")
    default: throw JSONError(path, "a number should be here, not \(value.kind)")
    }
  }

  private static let specials: [String: Double] = [
    "NaN": .nan, "Infinity": .infinity, "-Infinity": -.infinity,
  ]

  private static func zigzag(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: value << 1 ^ value >> 63)
  }

  // MARK: to JSON

  func print(_ value: WireValue, _ writer: inout JSONWriter) throws(JSONError) {
    switch (type, value) {
    case (.bool, .varint(let bits)): writer.raw(bits == 0 ? "false" : "true")
    case (.string, .delimited(let bytes)):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw JSONError(path, "text is not valid UTF-8")
      }
      writer.string(text)
    case (.bytes, .delimited(let bytes)): writer.string(Data(bytes).base64EncodedString())
    case (.double, .fixed64(let bits)): Self.print(Double(bitPattern: bits), &writer)
    case (.float, .fixed32(let bits)): Self.print(Float(bitPattern: bits), &writer)
    case (.int64, .varint(let bits)), (.sfixed64, .fixed64(let bits)):
      writer.string("\(Int64(bitPattern: bits))")
    case (.uint64, .varint(let bits)), (.fixed64, .fixed64(let bits)): writer.string("\(bits)")
    case (.sint64, .varint(let bits)): writer.string("\(Self.unzigzag(bits))")
    case (.int32, .varint(let bits)): writer.raw("\(Int32(truncatingIfNeeded: bits))")
    case (.uint32, .varint(let bits)): writer.raw("\(UInt32(truncatingIfNeeded: bits))")
    case (.sint32, .varint(let bits)):
      writer.raw("\(Int32(truncatingIfNeeded: Self.unzigzag(bits & 0xFFFF_FFFF)))")
    case (.fixed32, .fixed32(let bits)): writer.raw("\(bits)")
    case (.sfixed32, .fixed32(let bits)): writer.raw("\(Int32(bitPattern: bits))")
    default: throw JSONError(path, "the value's wire type does not fit the field")
    }
  }

  private static func print(
    _ value: some BinaryFloatingPoint & CustomStringConvertible, _ writer: inout JSONWriter
  ) {
    if value.isNaN { return writer.string("NaN") }
    if value.isInfinite { return writer.string(value < 0 ? "-Infinity" : "Infinity") }
    let digits = value.description
    writer.raw(digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits)
  }

  private static func unzigzag(_ bits: UInt64) -> Int64 {
    Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
  }
}
