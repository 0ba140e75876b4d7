/// Writes protobuf fields into a span, front to back, as protobuf's own encoder does: in the order of
/// the field numbers, a field at its default left out.
struct EnvelopeWriter {
  private(set) var offset = 0

  mutating func uint32(_ value: UInt32, field: UInt8, into bytes: inout MutableRawSpan) {
    guard value != 0 else { return }
    byte(field << 3, into: &bytes)
    varint(value, into: &bytes)
  }

  mutating func string(_ value: String, field: UInt8, into bytes: inout MutableRawSpan) {
    guard !value.isEmpty else { return }
    element(value, field: field, into: &bytes)
  }

  mutating func array(_ value: [UInt8], field: UInt8, into bytes: inout MutableRawSpan) {
    guard !value.isEmpty else { return }
    prefix(value.count, field: field, into: &bytes)
    // Safe because the bytes are only read, during the call.
    unsafe copy(value.span.bytes, into: &bytes)
  }

  /// An element of a repeated field, which is written even if it is empty.
  mutating func element(_ value: String, field: UInt8, into bytes: inout MutableRawSpan) {
    prefix(value.utf8.count, field: field, into: &bytes)
    // Safe because the bytes are only read, during the call.
    unsafe copy(value.utf8Span.span.bytes, into: &bytes)
  }

  /// The tag and the length before a field's bytes.
  mutating func prefix(_ count: Int, field: UInt8, into bytes: inout MutableRawSpan) {
    byte(field << 3 | 2, into: &bytes)
    varint(UInt32(count), into: &bytes)
  }

  private mutating func byte(_ value: UInt8, into bytes: inout MutableRawSpan) {
    bytes.storeBytes(of: value, toByteOffset: offset, as: UInt8.self)
    offset += 1
  }

  private mutating func varint(_ value: UInt32, into bytes: inout MutableRawSpan) {
    var rest = value
    while rest >= 0x80 {
      byte(UInt8(truncatingIfNeeded: rest) | 0x80, into: &bytes)
      rest >>= 7
    }
    byte(UInt8(truncatingIfNeeded: rest), into: &bytes)
  }

  private mutating func copy(_ source: RawSpan, into bytes: inout MutableRawSpan) {
    let start = offset
    offset += source.byteCount
    precondition(offset <= bytes.byteCount, "an envelope is larger than the room made for it")
    // Safe because the room was checked above and both pointers stay inside their closures.
    unsafe source.withUnsafeBytes { from in
      unsafe bytes.withUnsafeMutableBytes { to in
        unsafe UnsafeMutableRawBufferPointer(rebasing: to[start...]).copyMemory(from: from)
      }
    }
  }
}

/// How many bytes a field takes; mirrors ``EnvelopeWriter``. Field numbers are below 16, so a tag is
/// one byte.
enum EnvelopeSize {
  static func varint(_ value: UInt32) -> Int {
    (38 - (value | 1).leadingZeroBitCount) / 7
  }

  static func uint32(_ value: UInt32) -> Int {
    value == 0 ? 0 : 1 + varint(value)
  }

  static func element(_ count: Int) -> Int {
    1 + varint(UInt32(count)) + count
  }

  static func field(_ count: Int) -> Int {
    count == 0 ? 0 : element(count)
  }
}
