/// Reads JSON text by the letter of RFC 8259, telling line and column of what is wrong.
package struct JSONReader {
  /// Arrays and objects within each other.
  static let maximumDepth = 100

  private let text: [UInt8]
  private var position = 0

  package static func read(_ text: String) throws(JSONError) -> JSONValue {
    var reader = JSONReader(text: Array(text.utf8))
    reader.skipSpace()
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == reader.text.count else {
      throw reader.error("there is more after the end of the JSON")
    }
    return value
  }

  /// Whether the digits are one number and nothing else.
  static func isNumber(_ digits: String) -> Bool {
    var reader = JSONReader(text: Array(digits.utf8))
    guard (try? reader.number()) != nil else { return false }
    return reader.position == reader.text.count
  }

  private init(text: [UInt8]) {
    self.text = text
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return .number(try number())
    case nil: throw error("the JSON ends where a value should be")
    default: throw error("there is no value here")
    }
  }

  // MARK: arrays and objects

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    try enter(depth)
    var elements: [JSONValue] = []
    if try closes(UInt8(ascii: "]"), isFirst: true) { return .array([]) }
    repeat {
      skipSpace()
      elements.append(try value(depth: depth))
    } while try !closes(UInt8(ascii: "]"), isFirst: false)
    return .array(elements)
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    try enter(depth)
    var members: [JSONMember] = []
    var keys: Set<String> = []
    if try closes(UInt8(ascii: "}"), isFirst: true) { return .object([]) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw error("a key in quotes should be here") }
      let key = try string()
      guard keys.insert(key).inserted else { throw error("the key \"\(key)\" is there twice") }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("a colon should be here") }
      skipSpace()
      members.append(JSONMember(key: key, value: try value(depth: depth)))
    } while try !closes(UInt8(ascii: "}"), isFirst: false)
    return .object(members)
  }

  private mutating func enter(_ depth: Int) throws(JSONError) {
    guard depth <= Self.maximumDepth else {
      throw error("arrays and objects are more than \(Self.maximumDepth) deep")
    }
    position += 1
  }

  /// Takes the closing bracket, or the comma before another element.
  private mutating func closes(_ bracket: UInt8, isFirst: Bool) throws(JSONError) -> Bool {
    skipSpace()
    if take(bracket) { return true }
    if isFirst || take(UInt8(ascii: ",")) { return false }
    throw error("a comma or \(Character(Unicode.Scalar(bracket))) should be here")
  }

  // MARK: scalars

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard text[position...].starts(with: word.utf8) else { throw error("there is no value here") }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    if position == start { throw error("a digit should be here") }
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw error("a control character in a string must be escaped")
      default: content.append(byte)
      }
    }
    throw error("the string does not end")
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
      UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
      UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]
    guard let letter = peek else { throw error("the string does not end") }
    position += 1
    if let byte = plain[letter] {
      content.append(byte)
    } else if letter == UInt8(ascii: "u") {
      content += Array(String(Character(try unicodeEscape())).utf8)
    } else {
      throw error("there is no such escape in JSON")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // A surrogate: it must be a high one, with a low one right behind it.
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw error("half of a surrogate pair stands alone")
    }
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("half of a surrogate pair stands alone") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits should be here") }
    position += 4
    return value
  }

  // MARK: text

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private func error(_ message: String) -> JSONError {
    let before = text[..<min(position, text.count)]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = String(decoding: before[start...], as: UTF8.self).count + 1
    return JSONError(JSONPath(), "not JSON: line \(line), column \(column): \(message)")
  }
}
