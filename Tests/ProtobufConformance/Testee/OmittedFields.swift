/// The fields of TestAllTypesProto3 that the generated message has to do without: maps, recursion, and
/// the types of Google's that proto/generate refuses.
enum OmittedFields {
  private static let numbers: Set<UInt64> = Set(56...74).union([
    23, 27, 120, 304, 305, 306, 307, 315, 316, 317, 324,
  ])
  /// Fields that hold a NestedMessage, whose field 2 is recursive.
  private static let nested: Set<UInt64> = [18, 48, 112]

  /// Whether a message's bytes, as far as they can be read, have one of them.
  static func areIn(_ bytes: [UInt8]) -> Bool {
    fields(bytes[...]).contains { number, content in
      numbers.contains(number)
        || nested.contains(number) && fields(content).contains { $0.number == 2 }
    }
  }

  private static func fields(
    _ bytes: ArraySlice<UInt8>
  ) -> [(number: UInt64, content: ArraySlice<UInt8>)] {
    var rest = bytes
    var fields: [(number: UInt64, content: ArraySlice<UInt8>)] = []
    while let tag = varint(&rest) {
      var content: ArraySlice<UInt8> = []
      switch tag & 7 {
      case 0: _ = varint(&rest)
      case 1: rest = rest.dropFirst(8)
      case 5: rest = rest.dropFirst(4)
      case 2:
        guard let length = varint(&rest), length <= UInt64(rest.count) else { return fields }
        content = rest.prefix(Int(length))
        rest = rest.dropFirst(Int(length))
      default: return fields
      }
      fields.append((tag >> 3, content))
    }
    return fields
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for (index, byte) in rest.prefix(10).enumerated() {
      value |= UInt64(byte & 0x7F) << (7 * index)
      if byte < 0x80 {
        rest = rest.dropFirst(index + 1)
        return value
      }
    }
    return nil
  }
}
