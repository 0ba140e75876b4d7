/// Walks over protobuf fields in a span, one after the other, allocating nothing but the strings and
/// byte arrays that it hands out.
///
/// The span is passed to each call and not held, so that the reader is an ordinary value.
struct EnvelopeReader {
  /// Where the next read begins.
  private(set) var offset: Int
  /// Where reading stops.
  let end: Int
  /// The number of the field that ``next(in:)`` has found.
  private(set) var field: UInt32 = 0
  private var wireType: UInt8 = 0

  init(_ range: Range<Int>) {
    offset = range.lowerBound
    end = range.upperBound
  }

  /// Moves to the next field; false at the end.
  mutating func next(in bytes: RawSpan) throws(EnvelopeError) -> Bool {
    guard offset < end else { return false }
    let tag = try varint(in: bytes)
    guard tag <= UInt64(UInt32.max), tag >> 3 != 0 else { throw .malformedTag }
    field = UInt32(truncatingIfNeeded: tag >> 3)
    wireType = UInt8(truncatingIfNeeded: tag & 7)
    return true
  }

  /// The field's value as a 32-bit number.
  mutating func uint32(in bytes: RawSpan) throws(EnvelopeError) -> UInt32 {
    guard wireType == 0 else { throw .wrongWireType(field: field) }
    guard let value = UInt32(exactly: try varint(in: bytes)) else {
      throw .outOfRange(field: field)
    }
    return value
  }

  /// Where the field's bytes lie: of a string, of bytes or of a message.
  mutating func range(in bytes: RawSpan) throws(EnvelopeError) -> Range<Int> {
    guard wireType == 2 else { throw .wrongWireType(field: field) }
    let count = try varint(in: bytes)
    guard count <= UInt64(end - offset) else { throw .truncated }
    let start = offset
    offset += Int(count)
    return start..<offset
  }

  /// The field's value as bytes.
  mutating func array(in bytes: RawSpan) throws(EnvelopeError) -> [UInt8] {
    let part = bytes.extracting(try range(in: bytes))
    guard !part.isEmpty else { return [] }
    // Safe because the buffer is only read, inside the closure.
    return unsafe part.withUnsafeBytes { unsafe [UInt8]($0) }
  }

  /// The field's value as text: UTF-8, without NUL.
  mutating func string(in bytes: RawSpan) throws(EnvelopeError) -> String {
    try string(in: bytes, like: "")
  }

  /// The field's value as text; `known` itself if the text is the same, which allocates nothing.
  mutating func string(in bytes: RawSpan, like known: String) throws(EnvelopeError) -> String {
    let part = bytes.extracting(try range(in: bytes))
    guard !part.isEmpty else { return "" }
    if part.holds(known) { return known }
    guard !part.containsNUL else { throw .nulInText(field: field) }
    guard let text = part.text else { throw .invalidUTF8(field: field) }
    return text
  }

  /// Passes over the value of a field that this version does not know.
  mutating func skip(in bytes: RawSpan) throws(EnvelopeError) {
    switch wireType {
    case 0: _ = try varint(in: bytes)
    case 1: try advance(8)
    case 2: _ = try range(in: bytes)
    case 5: try advance(4)
    default: throw .malformedTag
    }
  }

  private mutating func advance(_ count: Int) throws(EnvelopeError) {
    guard end - offset >= count else { throw .truncated }
    offset += count
  }

  private mutating func varint(in bytes: RawSpan) throws(EnvelopeError) -> UInt64 {
    guard offset < end else { throw .truncated }
    let first = bytes.byte(at: offset)
    offset += 1
    guard first >= 0x80 else { return UInt64(first) }
    return try longVarint(UInt64(first & 0x7F), in: bytes)
  }

  private mutating func longVarint(_ low: UInt64, in bytes: RawSpan) throws(EnvelopeError) -> UInt64
  {
    var value = low
    var shift: UInt64 = 7
    while offset < end {
      let byte = bytes.byte(at: offset)
      offset += 1
      // The tenth byte has room for one bit.
      if shift == 63 && byte > 1 { throw .malformedVarint }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .truncated
  }
}
