internal import Wire

/// What the state machine's events do.
extension Connection {
  final func handle(_ event: Event, _ frame: Frame) {
    switch event {
    case .none: break
    case .dropped(let byteCount): credit(byteCount, stream: 0)
    case .ready(let hello):
      startKeepalive()
      ready(hello)
      // It may have raised the windows of calls that wait.
      scheduleFlush()
    case .request(let stream, let piece, let isEnd):
      opened(frame, stream: stream, piece, isEnd: isEnd)
    case .data(let stream, let piece, let isEnd):
      guard let stream = streams[stream] else { return passOver(frame, isEnd: false) }
      if frame.header.head > 0 { unsafe stream.receiveEnvelope(frame.head, piece) }
      unsafe stream.owe(frame.body.count)
      stream.note(frame.header, piece)
      unsafe stream.receiveData(frame.body, piece, isEnd: isEnd)
      settle(stream)
    case .response(let stream, let piece, let isEnd):
      guard let stream = streams[stream] else { return passOver(frame, isEnd: isEnd) }
      unsafe stream.owe(frame.body.count)
      stream.note(frame.header, piece)
      stream.receiveResponse(frame, piece)
      settle(stream)
    case .reset(let stream, let code, let isUnprocessed):
      let text = unsafe String(decoding: frame.body, as: UTF8.self)
      forget(
        stream,
        RPCError(reset: code, text, isUnprocessed: isUnprocessed))
    case .credit: scheduleFlush()
    case .ping(let opaque): sendPing(opaque, isAnswer: true)
    case .pong(let opaque): ponged(opaque)
    case .goAway(let goAway, let code, let isUnprocessed):
      peerDrains(goAway, code: code, isUnprocessed: isUnprocessed)
    case .refuse(let stream, let code, let text, let isUnprocessed):
      sendReset(stream, code, text, isUnprocessed: isUnprocessed)
      forget(stream, RPCError(code, text))
      // The machine took the refused body for consumed: a WINDOW may be due for it.
      credit(0, stream: 0)
    case .fail(let code, let text): fail(code, text)
    }
  }

  /// Drops a stream that the machine has ended already, and tells its call why.
  private final func forget(_ id: UInt32, _ error: RPCError) {
    guard let stream = streams.removeValue(forKey: id) else { return streamEnded() }
    end(stream, error)
    streamEnded()
  }

  /// Ends one call from this side.
  final func reset(
    _ stream: Stream, _ code: StatusCode, _ text: String = "", isUnprocessed: Bool = false
  ) {
    guard streams.removeValue(forKey: stream.id) != nil else { return }
    machine.reset(stream.id)
    // A call whose REQUEST has not left is none that the peer knows.
    if let waiting = unopened.firstIndex(of: stream.id) {
      unopened.remove(at: waiting)
    } else {
      sendReset(stream.id, code, text, isUnprocessed: isUnprocessed)
    }
    stream.detach()
    stream.failOutbox(RPCError(code, text.isEmpty ? "the call was reset" : text))
    streamEnded()
  }

  /// Ends a call whose REQUEST cannot be sent: the peer has never heard of it, and a RESET would be
  /// a mistake that costs the connection.
  final func abandon(_ stream: Stream) {
    guard streams.removeValue(forKey: stream.id) != nil else { return }
    machine.reset(stream.id)
    stream.detach()
    streamEnded()
  }

  /// A stream has ended by its own last frame.
  final func complete(_ stream: Stream) {
    guard streams.removeValue(forKey: stream.id) != nil else { return }
    stream.detach()
    if !stream.outbox.isEmpty { stream.failOutbox(RPCError(.cancelled, "the call is over")) }
    streamEnded()
  }

  /// The peer broke the protocol: say what, and close once that is on its way.
  final func fail(_ code: StatusCode, _ text: String) {
    guard phase == .open else { return }
    sendGoAway(lastStream: machine.lastPeerStream, code: code, reason: text)
    beginClosing()
    terminateStreams(RPCError(.unavailable, "the connection failed: \(text)"))
    failed(code, text)
  }
}
