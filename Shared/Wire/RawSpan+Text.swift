extension RawSpan {
  func byte(at offset: Int) -> UInt8 {
    // Safe because any byte is a UInt8; the offset is checked.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  private func word(at offset: Int) -> UInt64 {
    // Safe because any eight bytes are a UInt64; the offset is checked.
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// Looks for a zero byte, eight bytes at a time.
  var containsNUL: Bool {
    var offset = 0
    while byteCount - offset >= 8 {
      let word = word(at: offset)
      // A byte borrows in the subtraction and has its top bit clear only if it is 0, or follows one.
      if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
      offset += 8
    }
    while offset < byteCount {
      if byte(at: offset) == 0 { return true }
      offset += 1
    }
    return false
  }

  /// The bytes as text, if they are UTF-8. Validating a span and copying it is the standard library's
  /// fastest way; `String(validating:as:)` takes three times as long.
  var text: String? {
    // Safe because the pointers are only read, inside their closures, and a UInt8 may be any byte.
    unsafe withUnsafeBytes { raw in
      unsafe raw.withMemoryRebound(to: UInt8.self) { buffer in
        guard let valid = unsafe try? UTF8Span(validating: buffer.span) else { return nil }
        return String(copying: valid)
      }
    }
  }

  /// Whether these are the bytes of `text`.
  func holds(_ text: String) -> Bool {
    guard byteCount == text.utf8.count else { return false }
    // Safe because the bytes are only read, during the call.
    let other = unsafe text.utf8Span.span.bytes
    guard byteCount >= 8 else {
      for offset in 0..<byteCount where byte(at: offset) != other.byte(at: offset) { return false }
      return true
    }
    // The last eight bytes overlap those before, where there is no whole word left.
    let last = byteCount - 8
    for offset in stride(from: 0, to: last, by: 8) {
      guard word(at: offset) == other.word(at: offset) else { return false }
    }
    return word(at: last) == other.word(at: last)
  }
}
