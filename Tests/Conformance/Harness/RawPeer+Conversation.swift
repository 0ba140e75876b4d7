import Messages
import RPC
import TestKit
import Testing

/// The frames of a conversation, as a client or a server without opinions would send them, and what
/// may come back.
extension RawPeer {
  static let service = "cameo.rpc.v1.TestService"

  /// Both HELLOs; returns the other side's.
  @discardableResult func hello(_ settings: Settings = Settings()) throws -> Hello {
    try send(.hello, head: Hello(settings).encoded())
    let hello = try receive()
    try #require(hello.header.type == .hello && hello.header.stream == 0)
    return try unsafe Hello(decoding: hello.head.span.bytes)
  }

  /// A call's head alone.
  static func head(_ method: String, metadata: Metadata = [], attempt: UInt32 = 0) -> [UInt8] {
    let path = method.contains("/") ? method : "\(service)/\(method)"
    return RequestHead(method: path, metadata: metadata, attempt: attempt).encoded()
  }

  func request(
    _ stream: UInt32, _ method: String, _ flags: FrameFlags = .end, timeout: UInt32 = 0,
    _ body: [UInt8] = []
  ) throws {
    try send(
      .request, flags, stream: stream, aux: timeout, head: Self.head(method), body: body)
  }

  /// An echo of `count` bytes, whole in one frame.
  func echo(_ stream: UInt32, _ count: Int = 0) throws {
    let payload = [UInt8](repeating: 7, count: count)
    try request(stream, "UnaryCall", .end, RPCV1.SimpleRequest(payload: payload).encoded())
  }

  /// Sends a message in pieces that fit, as credit allows: on a connection that has sent nothing else
  /// to speak of. Stops where the other side ends the stream.
  func sendMessage(
    _ type: FrameType, _ flags: FrameFlags, stream: UInt32, head: [UInt8] = [], _ message: [UInt8]
  ) throws {
    var credit = (stream: Int(Settings.defaultStreamWindow), connection: 4 << 20)
    var offset = 0
    while offset < message.count {
      let isFirst = offset == 0
      let room = Int(Settings.defaultMaxFrame) - (isFirst ? head.count : 0)
      let count = min(message.count - offset, room, credit.stream, credit.connection)
      if count == 0 {
        guard try receiveCredit(stream, &credit) else { return }
        continue
      }
      let isLast = offset + count == message.count
      try send(
        isFirst || type == .response ? type : .data, isLast ? flags : .more, stream: stream,
        head: isFirst ? head : [], body: Array(message[offset..<offset + count]))
      credit.stream -= count
      credit.connection -= count
      offset += count
    }
  }

  /// Waits for credit; false where the stream has ended instead, with that frame put back.
  private func receiveCredit(
    _ stream: UInt32, _ credit: inout (stream: Int, connection: Int)
  ) throws -> Bool {
    let frame = try receive()
    switch (frame.header.type, frame.header.stream) {
    case (.window, 0): credit.connection += Int(frame.header.aux)
    case (.window, stream): credit.stream += Int(frame.header.aux)
    default:
      putBack([frame])
      return false
    }
    return true
  }

  // What comes back

  /// The whole message of a RESPONSE with OK.
  func collect(_ stream: UInt32) throws -> [UInt8] {
    var message: [UInt8] = []
    while true {
      let frame = try receive()
      guard frame.header.stream == stream else { continue }
      try #require(frame.header.type == .response && frame.header.aux == 0, "\(frame.text)")
      message += frame.body
      if frame.header.flags.contains(.end) { return message }
    }
  }

  /// Everything that came before the answer to a PING: the other side has dealt with all we sent.
  @discardableResult func settle() throws -> [Frame] {
    let mark = Array("settled?".utf8)
    try send(.ping, body: mark)
    var frames: [Frame] = []
    while true {
      let frame = try receive()
      if frame.header.type == .ping, frame.header.flags.contains(.ack), frame.body == mark {
        return frames
      }
      frames.append(frame)
    }
  }

  /// The connection goes on, and nothing was said against what we sent.
  func expectQuiet() throws {
    let frames = try settle()
    let refusal = frames.first { $0.header.type == .reset || $0.header.type == .goAway }
    try #require(refusal == nil, "\(refusal?.text ?? "")")
  }

  /// A stream is ended by a RESET with this code; the connection goes on.
  @discardableResult func expectReset(
    _ stream: UInt32, _ code: StatusCode = .internal, isUnprocessed: Bool = false
  ) throws -> Frame {
    let frame = try receiveEnd(of: stream)
    try #require(frame.header.type == .reset, "\(frame.text)")
    try #require(frame.header.aux == code.rawValue, "\(frame.text)")
    try #require(frame.header.flags.contains(.unprocessed) == isUnprocessed)
    try expectQuiet()
    return frame
  }

  /// A stream is ended by a RESPONSE with this status.
  @discardableResult func expectStatus(
    _ stream: UInt32, _ code: StatusCode = .ok
  ) throws -> Frame {
    let frame = try receiveEnd(of: stream)
    try #require(frame.header.type == .response, "\(frame.text)")
    try #require(frame.header.flags.contains(.end))
    try #require(frame.header.aux == code.rawValue, "\(frame.responseMessage)")
    return frame
  }

  /// The frame that ends a stream. What came for others is put back: calls end in any order.
  func receiveEnd(of stream: UInt32) throws -> Frame {
    var others: [Frame] = []
    while true {
      let frame = try receive()
      if frame.header.type == .goAway { throw Unexpected(frame) }
      guard frame.header.stream == stream else {
        others.append(frame)
        continue
      }
      let isEnd = frame.header.type == .response && frame.header.flags.contains(.end)
      guard isEnd || frame.header.type == .reset else { continue }
      putBack(others)
      return frame
    }
  }

  /// The connection is ended by a GOAWAY with this reason, and then closed in good order.
  @discardableResult func expectGoAway(_ code: StatusCode = .internal) throws -> GoAway {
    let frame = try receive(.goAway)
    try #require(frame.header.aux == code.rawValue, "\(frame.text)")
    try expectClosed()
    return try unsafe GoAway(decoding: frame.head.span.bytes)
  }

  /// close_notify comes, whatever came before it.
  func expectClosed() throws {
    do {
      while true { _ = try receive() }
    } catch is Closed {
      finish()
    }
  }

  /// A frame that does not belong where it came.
  struct Unexpected: Error, CustomStringConvertible {
    let frame: Frame

    init(_ frame: Frame) { self.frame = frame }

    var description: String { "unexpected \(frame.text)" }
  }
}

extension RawPeer.Frame {
  /// For the message of a failure.
  var text: String {
    "frame of type \(header.type.rawValue) with flags \(header.flags.rawValue) on stream "
      + "\(header.stream), aux \(header.aux): \(String(decoding: head + body, as: UTF8.self))"
  }

  var responseHead: ResponseHead? { try? unsafe ResponseHead(decoding: head.span.bytes) }

  var responseMessage: String { responseHead?.message ?? text }
}
