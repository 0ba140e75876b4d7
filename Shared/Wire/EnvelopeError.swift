/// Why the bytes of an envelope are not one.
public enum EnvelopeError: Error, Equatable, Sendable {
  /// The bytes end inside a field.
  case truncated
  /// A number takes more bytes than its type has bits.
  case malformedVarint
  /// A field number of 0, or beyond 2^29-1, or a wire type that does not exist.
  case malformedTag
  /// A known field has a wire type that is not its own.
  case wrongWireType(field: UInt32)
  /// A 32-bit field holds a larger number.
  case outOfRange(field: UInt32)
  /// A text is not UTF-8.
  case invalidUTF8(field: UInt32)
  /// A text holds a NUL, which a reader in C would take for its end.
  case nulInText(field: UInt32)
  /// A pair of metadata has no key, or one with other characters than `Metadata.isKey` allows.
  case metadataKey
}
