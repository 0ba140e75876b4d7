/// A message's bytes under construction.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func tag(_ number: Int32, _ wireType: UInt64) {
    varint(UInt64(UInt32(bitPattern: number)) << 3 | wireType)
  }

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Little-endian, in all bytes of the type.
  mutating func fixed(_ value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: type(of: value).bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func delimited(_ content: [UInt8]) {
    varint(UInt64(content.count))
    bytes += content
  }
}
