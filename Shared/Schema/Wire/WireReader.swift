/// Takes a message's bytes apart, without a schema.
struct WireReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next field; nil if the bytes are not one.
  mutating func field() -> (number: Int32, value: WireValue)? {
    guard let tag = varint(), (8..<(1 << 32)).contains(tag) else { return nil }
    let number = Int32(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0: return varint().map { (number, .varint($0)) }
    case 1: return fixed(UInt64.self).map { (number, .fixed64($0)) }
    case 2: return delimited().map { (number, .delimited($0)) }
    case 5: return fixed(UInt32.self).map { (number, .fixed32($0)) }
    default: return nil
    }
  }

  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for (index, byte) in rest.prefix(10).enumerated() {
      value |= UInt64(byte & 0x7F) << (7 * index)
      if byte < 0x80 {
        rest.removeFirst(index + 1)
        return value
      }
    }
    return nil
  }

  mutating func fixed<T: FixedWidthInteger>(_: T.Type) -> T? {
    let size = T.bitWidth / 8
    guard rest.count >= size else { return nil }
    let value = rest.prefix(size).reversed().reduce(T.zero) { $0 << 8 | T(truncatingIfNeeded: $1) }
    rest.removeFirst(size)
    return value
  }

  private mutating func delimited() -> ArraySlice<UInt8>? {
    guard let length = varint(), length <= UInt64(rest.count) else { return nil }
    defer { rest.removeFirst(Int(length)) }
    return rest.prefix(Int(length))
  }
}
