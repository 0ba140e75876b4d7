/// Bytes that are no canonical encoding.
struct LedgerFormatError: Error, Equatable {
  var text: String
}

/// Reads what `CanonicalWriter` wrote, and trusts none of it.
struct CanonicalReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func take(_ count: Int) throws(LedgerFormatError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw LedgerFormatError(text: "cut short") }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  private mutating func unsigned(byteCount: Int) throws(LedgerFormatError) -> UInt64 {
    guard byteCount <= bytes.count - position else { throw LedgerFormatError(text: "cut short") }
    var value: UInt64 = 0
    for index in position..<(position + byteCount) { value = value << 8 | UInt64(bytes[index]) }
    position += byteCount
    return value
  }

  mutating func byte() throws(LedgerFormatError) -> UInt8 {
    UInt8(truncatingIfNeeded: try unsigned(byteCount: 1))
  }

  mutating func integer32() throws(LedgerFormatError) -> UInt32 {
    UInt32(truncatingIfNeeded: try unsigned(byteCount: 4))
  }

  mutating func integer64() throws(LedgerFormatError) -> UInt64 { try unsigned(byteCount: 8) }

  mutating func instant() throws(LedgerFormatError) -> Instant {
    Instant(microseconds: Int64(bitPattern: try unsigned(byteCount: 8)))
  }

  mutating func optionalInstant() throws(LedgerFormatError) -> Instant? {
    try flag() ? try instant() : nil
  }

  mutating func flag() throws(LedgerFormatError) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw LedgerFormatError(text: "a flag that is neither 0 nor 1")
    }
  }

  mutating func value<Value: RawRepresentable>(
    _ type: Value.Type
  ) throws(LedgerFormatError) -> Value where Value.RawValue == UInt8 {
    let raw = try byte()
    guard let value = Value(rawValue: raw) else {
      throw LedgerFormatError(text: "no \(Value.self) has the number \(raw)")
    }
    return value
  }

  mutating func text() throws(LedgerFormatError) -> String {
    let count = Int(try integer32())
    guard count <= bytes.count - position else { throw LedgerFormatError(text: "cut short") }
    defer { position += count }
    do {
      return String(
        copying: try UTF8Span(validating: bytes.span.extracting(position..<(position + count))))
    } catch {
      throw LedgerFormatError(text: "a text that is not UTF-8")
    }
  }

  mutating func blob() throws(LedgerFormatError) -> [UInt8] {
    let count = Int(try integer32())
    return Array(try take(count))
  }

  mutating func list<Element>(
    _ read: (inout CanonicalReader) throws(LedgerFormatError) -> Element
  ) throws(LedgerFormatError) -> [Element] {
    let count = Int(try integer32())
    // Every element takes a byte at least, so a lying count fails before it allocates.
    guard count <= bytes.count - position else { throw LedgerFormatError(text: "cut short") }
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try read(&self)) }
    return elements
  }

  /// Says that nothing may follow.
  func end() throws(LedgerFormatError) {
    guard position == bytes.count else { throw LedgerFormatError(text: "bytes after the end") }
  }
}
