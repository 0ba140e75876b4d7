@testable import Wire

/// Bytes written as pairs of hex digits, with any white space between.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap { $0.hexDigitValue }
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// A whole frame, as a test writes it down.
struct Frame: Equatable {
  var type: FrameType
  var stream: UInt32 = 0
  var flags: FrameFlags = []
  var aux: UInt32 = 0
  var head: [UInt8] = []
  var body: [UInt8] = []

  var header: FrameHeader {
    FrameHeader(
      length: UInt32(head.count + body.count), stream: stream, type: type, flags: flags,
      head: UInt16(head.count), aux: aux)
  }

  var bytes: [UInt8] { header.bytes + head + body }

  static let hello = Frame(type: .hello)

  static func hello(_ settings: Settings) -> Frame {
    Frame(type: .hello, head: Hello(settings).encoded())
  }

  static func request(_ stream: UInt32, _ flags: FrameFlags = .end, _ size: Int = 0) -> Frame {
    Frame(type: .request, stream: stream, flags: flags, body: zeros(size))
  }

  static func data(_ stream: UInt32, _ flags: FrameFlags = [], _ size: Int = 1) -> Frame {
    Frame(type: .data, stream: stream, flags: flags, body: zeros(size))
  }

  static func response(
    _ stream: UInt32, _ flags: FrameFlags = .end, _ size: Int = 0, _ status: StatusCode = .ok
  ) -> Frame {
    Frame(
      type: .response, stream: stream, flags: flags, aux: status.rawValue, body: zeros(size))
  }

  static func reset(_ stream: UInt32, _ code: StatusCode = .cancelled) -> Frame {
    Frame(type: .reset, stream: stream, aux: code.rawValue)
  }

  static func window(_ stream: UInt32, _ credit: UInt32) -> Frame {
    Frame(type: .window, stream: stream, aux: credit)
  }

  static func ping(_ flags: FrameFlags = []) -> Frame {
    Frame(type: .ping, flags: flags, body: [0, 0, 0, 0, 0, 0, 0, 7])
  }

  private static func zeros(_ size: Int) -> [UInt8] { Array(repeating: 0, count: size) }
}

extension FrameHeader {
  var bytes: [UInt8] {
    var bytes = [UInt8](repeating: 0xAA, count: Self.byteCount)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    write(into: &raw)
    return bytes
  }

  init(_ bytes: [UInt8]) {
    self = unsafe FrameHeader(parsing: bytes.span.bytes)
  }
}

extension Envelope {
  static func decode(_ bytes: [UInt8]) throws(EnvelopeError) -> Self {
    try unsafe Self(decoding: bytes.span.bytes)
  }
}

/// A machine behind a reference, so that expectations may ask it.
final class Side {
  var machine: ConnectionMachine
  var now: Int64 = 0

  /// Takes frames of any size unless told otherwise, so that a test about something else can send a
  /// large message in one.
  init(
    _ role: Role, _ settings: Settings = Settings(), maxFrame: UInt32 = Settings.largestFrame,
    ready: Bool = true
  ) {
    var local = settings
    local.maxFrame = maxFrame
    machine = ConnectionMachine(role: role, local: local)
    if ready { receive(.hello) }
  }

  @discardableResult
  func receive(_ frame: Frame) -> Event {
    unsafe machine.receive(
      frame.header, head: frame.head.span.bytes, body: frame.body.span.bytes, now: now)
  }

  /// Sends a frame, as far as the machine is concerned.
  func send(_ frame: Frame) {
    machine.didSend(frame.type, frame.flags, stream: frame.stream, bodyBytes: frame.body.count)
  }

  /// Opens a client's stream by sending a REQUEST.
  @discardableResult
  func open(_ flags: FrameFlags = .end, _ size: Int = 0) -> UInt32? {
    guard let stream = machine.openStream() else { return nil }
    send(.request(stream, flags, size))
    return stream
  }

  func consume(_ bytes: Int, _ stream: UInt32) -> Credit {
    machine.didConsume(bytes, stream: stream)
  }

  // Expectations cannot look into a value that cannot be copied, so these look for them.
  var openStreams: Int { machine.openStreams }
  var local: Settings { machine.local }
  var peer: Settings { machine.peer }
  var gathered: UInt32 { machine.receive.gathered }
  var codec: String? { machine.codec }
  var isReady: Bool { machine.isReady }
  var isDraining: Bool { machine.isDraining }
  var isPeerDraining: Bool { machine.isPeerDraining }
  var lastPeerStream: UInt32 { machine.lastPeerStream }
  func isOpen(_ stream: UInt32) -> Bool { machine.isOpen(stream) }
  func check(_ header: FrameHeader) -> ConnectionFailure? { machine.check(header) }
  func sendable(_ stream: UInt32) -> Int { machine.sendableBytes(stream) }
}

/// Just the case of an event, for tables.
enum Outcome: String {
  case none, dropped, ready, request, data, response, reset, credit, ping, pong, goAway, refuse,
    fail
}

extension Event {
  var outcome: Outcome {
    switch self {
    case .none: .none
    case .dropped: .dropped
    case .ready: .ready
    case .request: .request
    case .data: .data
    case .response: .response
    case .reset: .reset
    case .credit: .credit
    case .ping: .ping
    case .pong: .pong
    case .goAway: .goAway
    case .refuse: .refuse
    case .fail: .fail
    }
  }

  /// The code that a RESET or GOAWAY of this side would carry.
  var code: StatusCode? {
    switch self {
    case .refuse(_, let code, _, _), .fail(let code, _): code
    default: nil
    }
  }
}
