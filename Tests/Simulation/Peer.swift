import Randomness
@testable import Wire

/// One end of a connection: its machine, bytes that came, bytes to go, and messages that wait for credit.
final class Peer {
  /// A message on its way out, or the lack of one.
  struct Outgoing {
    var type: FrameType
    var flags: FrameFlags = []
    var aux: UInt32 = 0
    var head: [UInt8] = []
    var body: ArraySlice<UInt8> = []
    var hasBegun = false
  }

  struct Waiting {
    var messages: [Outgoing] = []
    /// Whether the peer has heard of the stream.
    var isOpened: Bool
  }

  let link: Int
  /// Chooses where messages are cut, for its own end alone.
  private var random: SeededRandom
  var machine: ConnectionMachine
  var input: [UInt8] = []
  var output: [UInt8] = []
  var waiting: [UInt32: Waiting] = [:]
  var isOver = false
  var now: Int64 = 0
  /// What this end has sent that the other has not taken in: bodies and credit, by stream; 0 is the
  /// connection.
  var bodies: [UInt32: Int] = [:]
  var credit: [UInt32: Int] = [:]
  /// Bytes received that the application has not read.
  var held: [UInt32: Int] = [:]

  init(_ role: Role, _ settings: Settings, link: Int, seed: UInt64) {
    self.link = link
    random = SeededRandom(seed: seed)
    machine = ConnectionMachine(role: role, local: settings)
    write(Outgoing(type: .hello, head: Hello(settings).encoded()), stream: 0)
  }

  // MARK: sending

  /// Puts a frame out at once; it has no body that spends credit.
  func write(_ frame: Outgoing, stream: UInt32) {
    let header = FrameHeader(
      length: UInt32(frame.head.count + frame.body.count), stream: stream, type: frame.type,
      flags: frame.flags, head: UInt16(frame.head.count), aux: frame.aux)
    var bytes = [UInt8](repeating: 0, count: FrameHeader.byteCount)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    header.write(into: &raw)
    output += bytes
    output += frame.head
    output += frame.body
    if frame.type == .window { credit[stream, default: 0] += Int(frame.aux) }
    machine.didSend(
      frame.type, frame.flags, stream: stream,
      bodyBytes: frame.type.spendsCredit ? frame.body.count : 0)
  }

  func send(_ message: Outgoing, stream: UInt32) {
    waiting[stream, default: Waiting(isOpened: true)].messages.append(message)
  }

  /// Sends what credit allows. Streams that the peer has not heard of open in the order of their ids.
  func flush() {
    var mayOpen = true
    for stream in waiting.keys.sorted() {
      guard var queue = waiting[stream], queue.isOpened || mayOpen else { continue }
      while var message = queue.messages.first {
        guard let piece = nextPiece(of: &message, stream) else { break }
        write(piece, stream: stream)
        bodies[stream, default: 0] += piece.body.count
        bodies[0, default: 0] += piece.body.count
        queue.isOpened = true
        if piece.flags.contains(.more) {
          queue.messages[0] = message
        } else {
          queue.messages.removeFirst()
        }
      }
      if !queue.isOpened { mayOpen = false }
      waiting[stream] = queue.messages.isEmpty || !machine.isOpen(stream) ? nil : queue
    }
  }

  /// The message's next frame; nil while there is no credit for it.
  private func nextPiece(of message: inout Outgoing, _ stream: UInt32) -> Outgoing? {
    let frame = Int(machine.peer.maxFrame) - message.head.count
    var room = min(machine.sendableBytes(stream), frame)
    guard message.body.isEmpty || room > 0 else { return nil }
    if room > 0 && random.oneIn(4) { room = Int.random(in: 1...room, using: &random) }
    var piece = message
    piece.body = message.body.prefix(room)
    message.body = message.body.dropFirst(room)
    if !message.body.isEmpty {
      piece.flags.remove(.end)
      piece.flags.insert(.more)
    }
    if message.hasBegun { (piece.head, piece.aux) = ([], 0) }
    message.hasBegun = true
    // A REQUEST goes on in DATA.
    if message.type == .request { message.type = .data }
    message.head = []
    return piece
  }

  // MARK: receiving

  struct Received {
    var event: Event
    var header: FrameHeader
    var head: [UInt8]
    var body: [UInt8]
  }

  /// The next whole frame and what it means; nil if there is none.
  func receive() -> Received? {
    guard !isOver, input.count >= FrameHeader.byteCount else { return nil }
    let header = unsafe FrameHeader(parsing: input.span.bytes)
    if let failure = machine.check(header) {
      let event = Event.fail(code: failure.code, text: failure.text)
      return Received(event: event, header: header, head: [], body: [])
    }
    let end = FrameHeader.byteCount + Int(header.length)
    guard input.count >= end else { return nil }
    let split = FrameHeader.byteCount + Int(header.head)
    let (head, body) = (Array(input[FrameHeader.byteCount..<split]), Array(input[split..<end]))
    input.removeSubrange(..<end)
    let event = unsafe machine.receive(
      header, head: head.span.bytes, body: body.span.bytes, now: now)
    return Received(event: event, header: header, head: head, body: body)
  }

  func hold(_ bytes: Int, _ stream: UInt32) {
    held[stream, default: 0] += bytes
  }

  /// The application has read so much, or the stream's rest has been dropped.
  func consume(_ bytes: Int, _ stream: UInt32) {
    let known = min(bytes, held[stream] ?? 0)
    guard known > 0 || bytes == 0 else { return }
    held[stream, default: 0] -= known
    grant(machine.didConsume(known, stream: stream), stream)
  }

  func grant(_ credit: Credit, _ stream: UInt32) {
    if credit.stream > 0 { write(Outgoing(type: .window, aux: credit.stream), stream: stream) }
    if credit.connection > 0 { write(Outgoing(type: .window, aux: credit.connection), stream: 0) }
  }
}
