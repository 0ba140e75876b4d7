extension ConnectionMachine {
  /// Takes a frame in. `head` and `body` are the two parts of its payload, `now` is a monotonic clock
  /// in nanoseconds.
  public mutating func receive(
    _ header: FrameHeader, head: RawSpan, body: RawSpan, now: Int64
  ) -> Event {
    if let failure = check(header) { return .fail(code: failure.code, text: failure.text) }
    switch header.type {
    case .request: return receiveRequest(header, body.byteCount)
    case .data: return receiveData(header, body.byteCount, now)
    case .response: return receiveResponse(header, body.byteCount, now)
    case .reset: return receiveReset(header, now)
    case .window: return receiveWindow(header, now)
    case .ping: return receivePing(header, body, now)
    case .hello: return receiveHello(head)
    case .goAway: return receiveGoAway(header, head, now)
    default:
      // Of an extension; costs no more than its bytes, unless it has none.
      return header.length > 0 || floods.empties.charge(now) ? .none : flood("empty frames")
    }
  }

  private mutating func receiveReset(_ header: FrameHeader, _ now: Int64) -> Event {
    guard let slot = streams.find(header.stream) else {
      guard wasOpened(header.stream) else { return fail("RESET for a stream that was never open") }
      return floods.resets.chargeAnswer(now) ? .none : flood("RESET")
    }
    // A client's calls are its own: the server's refusals are answers, as many as there were calls.
    guard role == .client || floods.resets.charge(now) else { return flood("RESET") }
    streams.remove(at: slot)
    let code = StatusCode(aux: header.aux)
    return .reset(
      stream: header.stream, code: code == .ok ? .unknown : code,
      unprocessed: header.flags.contains(.unprocessed))
  }

  private mutating func receiveWindow(_ header: FrameHeader, _ now: Int64) -> Event {
    guard floods.windows.chargeAnswer(now) else { return flood("WINDOW") }
    guard header.stream != 0 else {
      guard send.add(header.aux) else { return fail("credit beyond 2^31-1 for the connection") }
      return header.aux == 0 ? .none : .credit(stream: 0)
    }
    guard let slot = streams.find(header.stream) else {
      return wasOpened(header.stream) ? .none : fail("WINDOW for a stream that was never open")
    }
    guard streams[slot].send.add(header.aux) else {
      return refuse(slot, 0, "credit beyond 2^31-1 for the stream")
    }
    return header.aux == 0 ? .none : .credit(stream: header.stream)
  }

  private mutating func receivePing(_ header: FrameHeader, _ body: RawSpan, _ now: Int64) -> Event {
    guard body.byteCount == 8 else { return fail("PING has a payload of the wrong size") }
    // Safe because any eight bytes are a UInt64.
    let bytes = unsafe UInt64(
      bigEndian: body.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
    let isAnswer = header.flags.contains(.ack)
    if isAnswer, pingsUnderWay > 0 {
      pingsUnderWay -= 1
    } else if !floods.pings.charge(now) {
      return flood("PING")
    }
    return isAnswer ? .pong(bytes) : .ping(bytes)
  }

  private mutating func receiveHello(_ head: RawSpan) -> Event {
    guard !isReady else { return fail("a second HELLO") }
    guard let hello = try? Hello(decoding: head) else { return fail("HELLO cannot be read") }
    guard let settings = Settings(announcedBy: hello) else {
      return fail("HELLO lowers a limit, or has a window beyond 2^31-1")
    }
    peer = settings
    isReady = true
    // Streams that were opened behind this side's own HELLO gain the difference.
    let (forStream, forConnection) = (
      settings.streamWindow - Settings.defaultStreamWindow,
      settings.connectionWindow - Settings.defaultConnectionWindow
    )
    guard send.add(forConnection), streams.updateAll({ $0.send.add(forStream) }) else {
      return fail("HELLO raises a window beyond 2^31-1")
    }
    codec = negotiated(settings.codecs)
    return .ready(hello)
  }

  private mutating func receiveGoAway(
    _ header: FrameHeader, _ head: RawSpan, _ now: Int64
  ) -> Event {
    guard floods.goAways.charge(now) else { return flood("GOAWAY") }
    guard let goAway = try? GoAway(decoding: head) else { return fail("GOAWAY cannot be read") }
    isPeerDraining = true
    return .goAway(
      goAway, code: header.aux, unprocessed: header.flags.contains(.unprocessed))
  }

  /// The first of the client's codecs that the server has too.
  private func negotiated(_ others: [String]) -> String? {
    let (client, server) = role == .client ? (local.codecs, others) : (others, local.codecs)
    return client.first { server.contains($0) }
  }

  func fail(_ text: String) -> Event { .fail(code: .internal, text: text) }

  func flood(_ what: String) -> Event {
    .fail(code: .resourceExhausted, text: "too many \(what)")
  }

  /// Ends a stream for a mistake of the peer, and gives the frame's body back to the connection.
  mutating func refuse(
    _ slot: Int, _ bytes: Int, _ text: String, _ code: StatusCode = .internal
  ) -> Event {
    let stream = streams[slot].id
    receive.gather(bytes, of: local.connectionWindow)
    endHere(slot)
    return .refuse(stream: stream, code: code, text: text, unprocessed: false)
  }
}
