/// Puts messages that are encoded already into another message, byte for byte.
///
/// A protobuf message is its fields one after the other in any order, and a submessage is a tag, a
/// length and its own bytes. So an encoded message with a field appended is again an encoded
/// message, and nothing has to be decoded. Source: Protocol Buffers, "Encoding".
package enum Splice {
  /// `message` with each of `fields` appended, in one allocation. A field's number is its message's
  /// in the schema.
  package static func appending(
    _ fields: [(number: UInt32, bytes: [UInt8])], to message: [UInt8]
  ) -> [UInt8] {
    var spliced: [UInt8] = []
    spliced.reserveCapacity(
      fields.reduce(message.count) { $0 + 2 * longestVarint + $1.bytes.count })
    spliced += message
    for field in fields {
      appendVarint(field.number << 3 | lengthDelimited, to: &spliced)
      appendVarint(UInt32(field.bytes.count), to: &spliced)
      spliced += field.bytes
    }
    return spliced
  }

  /// The wire type of strings, bytes and submessages.
  private static let lengthDelimited: UInt32 = 2
  /// Bytes of a 32-bit varint.
  private static let longestVarint = 5

  private static func appendVarint(_ value: UInt32, to bytes: inout [UInt8]) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }
}
