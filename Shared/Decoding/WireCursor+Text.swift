extension WireCursor {
  /// The rule that the bytes break as text, if they break one.
  ///
  /// A NUL is refused because protobuf-c hands text out as C strings: what follows it would be lost.
  @inline(__always)
  func textRule() -> DecodingError.Rule? {
    let bytes = unsafe remaining
    var offset = 0
    let words = bytes.count & ~7
    while offset < words {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard Self.isPlain(word) else { return unsafe Self.slowTextRule(bytes) }
      offset += 8
    }
    while offset < bytes.count {
      let byte = unsafe bytes[offset]
      guard byte != 0 && byte < 0x80 else { return unsafe Self.slowTextRule(bytes) }
      offset += 1
    }
    return nil
  }

  /// Whether all eight bytes are ASCII other than NUL.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let high: UInt64 = 0x8080_8080_8080_8080
    // With no high bit set, adding 0x7F to a byte sets it unless the byte is 0, and never carries.
    return word & high == 0 && (word &+ 0x7F7F_7F7F_7F7F_7F7F) & high == high
  }

  @inline(never)
  private static func slowTextRule(_ bytes: UnsafeRawBufferPointer) -> DecodingError.Rule? {
    if unsafe bytes.contains(0) { return .nul }
    let span = unsafe Span<UInt8>(_unsafeBytes: bytes)
    do {
      _ = try UTF8Span(validating: span)
      return nil
    } catch {
      return .utf8
    }
  }
}
