/// One field's value as it stands on the wire.
enum WireValue {
  case varint(UInt64)
  case fixed64(UInt64)
  case fixed32(UInt32)
  case delimited(ArraySlice<UInt8>)
}

extension WireValue {
  /// Whether proto3 leaves the value out where a field has no presence.
  var isDefault: Bool {
    switch self {
    case .varint(let value), .fixed64(let value): value == 0
    case .fixed32(let value): value == 0
    case .delimited(let content): content.isEmpty
    }
  }

  /// What the lowest three bits of a tag say.
  var wireType: UInt64 {
    switch self {
    case .varint: 0
    case .fixed64: 1
    case .delimited: 2
    case .fixed32: 5
    }
  }

  /// The number of a varint; 0 for anything else.
  var varint: UInt64 {
    if case .varint(let value) = self { value } else { 0 }
  }

  /// Writes the value behind a tag.
  func write(_ number: Int32, _ writer: inout WireWriter) {
    writer.tag(number, wireType)
    write(&writer)
  }

  /// Writes the value alone, as in a packed field.
  func write(_ writer: inout WireWriter) {
    switch self {
    case .varint(let value): writer.varint(value)
    case .fixed64(let value): writer.fixed(value)
    case .fixed32(let value): writer.fixed(value)
    case .delimited(let content): writer.delimited(Array(content))
    }
  }
}
