internal import Runtime
internal import Wire

/// Frames that carry no message: HELLO, WINDOW, PING, RESET, GOAWAY.
extension Connection {
  final func sendHello() {
    unsafe beginFrame(.hello, [], stream: 0, aux: 0, Hello(settings.limits), bodySize: 0)
  }

  /// The application has consumed bytes of a stream; with 0, bytes that no stream owns any more.
  final func credit(_ byteCount: Int, stream: UInt32, creditedBefore: Int = 0) {
    guard phase == .open else { return }
    let credit = machine.didConsume(
      byteCount, stream: stream, creditedBefore: creditedBefore)
    if credit.stream > 0 { sendWindow(stream, credit.stream) }
    if credit.connection > 0 { sendWindow(0, credit.connection) }
  }

  private final func sendWindow(_ stream: UInt32, _ increment: UInt32) {
    unsafe beginFrame(.window, [], stream: stream, aux: increment, NoHead(), bodySize: 0)
  }

  final func sendPing(_ opaque: UInt64, isAnswer: Bool) {
    let place = unsafe beginFrame(
      .ping, isAnswer ? .ack : [], stream: 0, aux: 0, NoHead(), bodySize: 8)
    unsafe place.storeBytes(of: opaque.bigEndian, as: UInt64.self)
    // So that its answer does not count against the peer's budget of PINGs.
    if !isAnswer { machine.didSend(.ping, [], stream: 0, bodyBytes: 8) }
  }

  final func sendReset(_ stream: UInt32, _ code: StatusCode, _ text: String, isUnprocessed: Bool) {
    let text = Array(text.prefix(utf8: 1024).utf8)
    let place = unsafe beginFrame(
      .reset, isUnprocessed ? .unprocessed : [], stream: stream, aux: code.rawValue, NoHead(),
      bodySize: text.count)
    unsafe UnsafeMutableRawBufferPointer(start: place, count: text.count).copyBytes(from: text)
  }

  final func sendGoAway(lastStream: UInt32, code: StatusCode, reason: String) {
    unsafe beginFrame(
      .goAway, [], stream: 0, aux: code.rawValue,
      GoAway(lastStream: lastStream, reason: reason), bodySize: 0)
  }
}
