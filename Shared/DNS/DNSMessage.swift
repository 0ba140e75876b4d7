/// What c-ares' parser of SRV answers leaves out: how long they may be kept.
enum DNSMessage {
  private static let headerSize = 12

  /// The shortest time to live, in seconds, of a message's answers of one type (RFC 1035, section
  /// 4.1); nil where there is none, or where the message ends early.
  static func shortestTimeToLive(ofType type: UInt16, in message: RawSpan) -> UInt32? {
    guard message.byteCount >= headerSize else { return nil }
    var offset = headerSize
    for _ in 0..<number(message, 4) {
      guard let end = skipName(message, offset), end + 4 <= message.byteCount else { return nil }
      offset = end + 4
    }
    var shortest: UInt32?
    for _ in 0..<number(message, 6) {
      guard let end = skipName(message, offset), end + 10 <= message.byteCount else { return nil }
      let seconds = UInt32(number(message, end + 4)) << 16 | UInt32(number(message, end + 6))
      // A time with its top bit set counts as 0 (RFC 2181, section 8).
      let time = seconds >> 31 == 0 ? seconds : 0
      if number(message, end) == Int(type) { shortest = min(shortest ?? time, time) }
      offset = end + 10 + number(message, end + 8)
    }
    return shortest
  }

  /// The offset behind a name, which ends with an empty label or with a pointer.
  private static func skipName(_ message: RawSpan, _ start: Int) -> Int? {
    var offset = start
    while offset < message.byteCount {
      let length = message.unsafeLoadByte(offset)
      if length == 0 { return offset + 1 }
      if length >= 0xC0 { return offset + 2 }
      offset += 1 + Int(length)
    }
    return nil
  }

  private static func number(_ message: RawSpan, _ offset: Int) -> Int {
    Int(message.unsafeLoadByte(offset)) << 8 | Int(message.unsafeLoadByte(offset + 1))
  }
}

extension RawSpan {
  fileprivate func unsafeLoadByte(_ offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
