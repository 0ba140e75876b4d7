/// JSON text under construction, in the order in which it is told.
struct JSONWriter {
  private(set) var text: [UInt8] = []
  private let isPretty: Bool
  private let maximumBytes: Int
  private var depth = 0
  private var isFirst = true

  init(_ options: JSONOptions) {
    isPretty = options.isPretty
    maximumBytes = options.maximumBytes
  }

  var isFull: Bool { text.count > maximumBytes }

  mutating func open(_ bracket: Character) {
    append(String(bracket))
    depth += 1
    isFirst = true
  }

  mutating func close(_ bracket: Character) {
    depth -= 1
    if !isFirst { breakLine() }
    append(String(bracket))
    isFirst = false
  }

  /// Before an element of an array.
  mutating func element() {
    if !isFirst { append(",") }
    breakLine()
    isFirst = false
  }

  /// Before a member's value in an object.
  mutating func key(_ key: String) {
    element()
    string(key)
    append(isPretty ? ": " : ":")
  }

  /// Text that is JSON already: a number, true, false, null.
  mutating func raw(_ text: String) {
    append(text)
  }

  mutating func string(_ value: String) {
    text.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      case 0..<0x20, 0x7F: append("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ string: String) {
    text += Array(string.utf8)
  }

  private mutating func breakLine() {
    if isPretty { append("\n" + String(repeating: "  ", count: depth)) }
  }
}
