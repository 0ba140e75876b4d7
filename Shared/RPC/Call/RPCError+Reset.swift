/// RESET has no envelope, so what a server asks of those it turns away stands at the end of the text:
/// `retry_after_ms=` and a decimal number (PROTOCOL.md, section 7).
extension RPCError {
  private static let pushBack = " retry_after_ms="

  /// What a RESET from the peer means for its call.
  init(reset code: StatusCode, _ text: String, isUnprocessed: Bool) {
    let (message, delay) = Self.split(text)
    self.init(
      code == .ok ? .unknown : code, message.isEmpty ? "reset by the peer" : message,
      retryAfterMilliseconds: delay, isUnprocessed: isUnprocessed)
  }

  /// What a RESET says about this error.
  var resetText: String {
    retryAfterMilliseconds == 0 ? message : "\(message)\(Self.pushBack)\(retryAfterMilliseconds)"
  }

  /// Text and delay of what a peer wrote, which may be anything.
  private static func split(_ text: String) -> (message: String, delay: UInt32) {
    let bytes = text.utf8
    let digits = bytes.reversed().prefix { (0x30...0x39).contains($0) }.count
    let end = bytes.index(bytes.endIndex, offsetBy: -digits)
    guard digits > 0, text[..<end].hasSuffix(pushBack), let delay = UInt32(text[end...]) else {
      return (text, 0)
    }
    return (String(text[..<end].dropLast(pushBack.count)), delay)
  }
}
