import Messages

func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// Bytes written in hexadecimal; white space does not count.
func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] * 16 + digits[$0 + 1])
  }
}

/// A field with a length, as bytes.
func delimited(_ number: Int, _ content: [UInt8]) -> [UInt8] {
  varint(number << 3 | 2) + varint(content.count) + content
}

func varint(_ value: Int) -> [UInt8] {
  var rest = UInt64(bitPattern: Int64(value))
  var result: [UInt8] = []
  while rest >= 0x80 {
    result.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    rest >>= 7
  }
  return result + [UInt8(truncatingIfNeeded: rest)]
}

/// The rule that decoding breaks; nil if it succeeds.
func refusal<M: Message>(
  _ type: M.Type, _ bytes: [UInt8], _ limits: DecodingLimits = DecodingLimits()
) -> DecodingError.Rule? {
  do throws(DecodingError) {
    _ = try M(decoding: bytes, limits: limits)
    return nil
  } catch {
    return error.rule
  }
}
