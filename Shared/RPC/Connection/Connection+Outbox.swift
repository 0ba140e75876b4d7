internal import Messages
internal import Runtime
internal import TLS
internal import Wire

/// Messages that had to wait: for credit, for the frames before them, or for the socket. Streams
/// take turns a frame at a time, so that a large message holds up nobody else's.
extension Connection {
  final func enqueue(_ message: OutgoingMessage, on stream: Stream) {
    if stream.outbox.isEmpty {
      waitingStreams.append(stream)
      stream.lastPieceSent = loop.now
    }
    stream.store(message.memory)
    if message.type == .request { unopened.append(stream.id) }
    stream.outbox.append(message)
    scheduleFlush()
  }

  /// Whether a call's first frame may leave: not before those of the calls with lower ids.
  final func mayOpen(_ id: UInt32) -> Bool {
    while let first = unopened.first, streams[first] == nil { unopened.removeFirst() }
    return unopened.first.map { $0 >= id } ?? true
  }

  /// Everything the turn has gathered goes out at its end, in as few writes as it takes.
  final func scheduleFlush() {
    guard !isFlushScheduled, phase == .open || phase == .closing else { return }
    isFlushScheduled = true
    loop.atTurnEnd(self)
  }

  final func flush() {
    sendWaiting()
    let hadOutput = output.count > 0
    let isWritten = writeOutput()
    reportHeldBytes()
    guard isWritten else { return }
    // The output's bound may have held messages back that credit does not. Other connections first.
    if hadOutput, !waitingStreams.isEmpty { loop.executeNextTurn { self.scheduleFlush() } }
    adjustReading()
    if phase == .closing { linger() }
  }

  /// Fills the output from the outboxes, a frame a stream in turn, while there is credit.
  private final func sendWaiting() {
    var idle = 0
    while idle < waitingStreams.count, output.count <= settings.maximumUnsentBytes {
      let stream = waitingStreams.removeFirst()
      guard stream.connection === self else { continue }
      idle = sendPiece(of: stream) ? 0 : idle + 1
      if !stream.outbox.isEmpty, stream.connection === self { waitingStreams.append(stream) }
    }
  }

  /// Sends the next frame of a stream's first waiting message. False where it has no credit.
  private final func sendPiece(of stream: Stream) -> Bool {
    guard let message = stream.outbox.first else { return true }
    let isFirst = message.offset == 0
    let opens = isFirst && message.type == .request
    guard !opens || mayOpen(stream.id) else { return false }
    let remaining = message.body.count - message.offset
    let room = Int(machine.peer.maxFrame) - (isFirst ? message.head.count : 0)
    let count = min(remaining, room, machine.sendableBytes(stream.id))
    guard count > 0 || remaining == 0 else { return false }
    if opens { unopened.removeFirst() }
    write(message, count, isFirst: isFirst, isLast: count == remaining, on: stream)
    stream.lastPieceSent = loop.now
    if count < remaining {
      stream.outbox[0].offset += count
    } else {
      stream.outbox.removeFirst()
      stream.store(-message.memory)
      message.sent?(nil)
      if message.isEnd { ended(stream, message.type) }
    }
    return true
  }

  private final func write(
    _ message: OutgoingMessage, _ count: Int, isFirst: Bool, isLast: Bool, on stream: Stream
  ) {
    var flags: FrameFlags = isLast ? [] : .more
    if isLast && message.isEnd { flags.insert(.end) }
    if !message.hasMessage { flags.insert(.noMessage) }
    if isFirst && message.isCompressed { flags.insert(.compressed) }
    let type: FrameType = isFirst || message.type == .response ? message.type : .data
    let head = EncodedHead(bytes: isFirst ? message.head : [])
    let aux = isFirst ? type == .request ? stream.requestAux : message.aux : 0
    let place = unsafe beginFrame(
      type, flags, stream: stream.id, aux: aux, head, bodySize: count)
    unsafe message.body.withUnsafeBytes { body in
      let end = message.offset + count
      let piece = unsafe UnsafeRawBufferPointer(rebasing: body[message.offset..<end])
      unsafe UnsafeMutableRawBufferPointer(start: place, count: count).copyMemory(from: piece)
    }
  }

  /// A RESPONSE ends its stream both ways as soon as it is on its way.
  private final func ended(_ stream: Stream, _ type: FrameType) {
    if type == .response { complete(stream) }
  }

  /// False: the socket takes no more for now, or the connection is gone.
  private final func writeOutput() -> Bool {
    var outcome: TransferResult?
    let before = output.count
    while output.count > 0 {
      unsafe output.take { bytes in
        let result = unsafe tls.write(bytes)
        if case .bytes(let count) = result { return count }
        outcome = result
        return 0
      }
      if outcome != nil { break }
    }
    if output.count < before || unsentSince == nil { unsentSince = loop.now }
    if output.count == 0 { unsentSince = nil }
    switch outcome {
    case nil, .bytes: setInterest(interest.subtracting(.write))
    case .wantWrite: setInterest(interest.union(.write))
    case .wantRead: break
    case .closed: close(RPCError(.unavailable, "the peer closed the connection"))
    case .failed(let error): close(RPCError(.unavailable, "\(error)"))
    }
    if outcome != nil, phase != .closed { adjustReading() }
    return outcome == nil
  }
}

/// An envelope that was encoded when its message began to wait.
private struct EncodedHead: EncodableHead {
  let bytes: [UInt8]
  var encodedSize: Int { bytes.count }
  func encode(into span: inout MutableRawSpan) {
    for (index, byte) in bytes.enumerated() {
      span.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
    }
  }
}
