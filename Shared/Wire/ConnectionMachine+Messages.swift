extension ConnectionMachine {
  mutating func receiveRequest(_ header: FrameHeader, _ bytes: Int) -> Event {
    let id = header.stream
    guard receive.receive(bytes) else { return overConnectionWindow }
    if let slot = streams.find(id) { return refuse(slot, bytes, "REQUEST on an open stream") }
    guard role == .server else {
      return wasOpened(id) ? .dropped(bytes: bytes) : fail("REQUEST from a server")
    }
    guard id > highestPeerStream else { return fail("stream ids do not rise") }
    highestPeerStream = id
    guard id <= lastAccepted else { return refuseNew(id, bytes, .unavailable, "draining") }
    guard streams.count < Int(streamLimit) else {
      return refuseNew(id, bytes, .resourceExhausted, "too many calls are open")
    }
    let slot = streams.insert(newStream(id))
    if let refusal = take(header, bytes, slot) { return refusal }
    return .request(
      stream: id, piece: streams[slot].advance(header.flags), end: noteEnd(header.flags, slot))
  }

  mutating func receiveData(_ header: FrameHeader, _ bytes: Int, _ now: Int64) -> Event {
    guard receive.receive(bytes) else { return overConnectionWindow }
    guard let slot = streams.find(header.stream) else { return receiveLate(header, bytes, now) }
    guard
      bytes > 0 || header.flags.contains(.end) || isInitialMetadata(header, streams[slot].marks)
        || floods.empties.charge(now)
    else { return flood("empty frames") }
    if let text = misplacedData(header, streams[slot].marks) { return refuse(slot, bytes, text) }
    if let refusal = take(header, bytes, slot) { return refusal }
    streams[slot].marks.insert(.sawData)
    return .data(
      stream: header.stream, piece: streams[slot].advance(header.flags),
      end: noteEnd(header.flags, slot))
  }

  mutating func receiveResponse(_ header: FrameHeader, _ bytes: Int, _ now: Int64) -> Event {
    guard receive.receive(bytes) else { return overConnectionWindow }
    guard let slot = streams.find(header.stream) else { return receiveLate(header, bytes, now) }
    guard role == .client else { return refuse(slot, bytes, "RESPONSE from a client") }
    guard bytes > 0 || header.flags.contains(.end) || floods.empties.charge(now) else {
      return flood("empty frames")
    }
    if let text = misplacedResponse(header, slot) { return refuse(slot, bytes, text) }
    if let refusal = take(header, bytes, slot) { return refusal }
    streams[slot].marks.insert(.inResponse)
    let piece = streams[slot].advance(header.flags)
    let end = header.flags.contains(.end)
    if end { streams.remove(at: slot) }
    return .response(stream: header.stream, piece: piece, end: end)
  }

  /// A message's frame on a stream that is not open: dropped if it once was.
  private mutating func receiveLate(_ header: FrameHeader, _ bytes: Int, _ now: Int64) -> Event {
    guard wasOpened(header.stream) else {
      return fail("DATA or RESPONSE for a stream that was never open")
    }
    guard bytes > 0 || floods.empties.chargeAnswer(now) else { return flood("empty frames") }
    return .dropped(bytes: bytes)
  }

  /// Metadata that a server sends before its first message: once a call, so calls bound it.
  private func isInitialMetadata(_ header: FrameHeader, _ marks: StreamState.Marks) -> Bool {
    role == .client && header.head > 0 && !marks.contains(.sawData)
  }

  private func misplacedData(_ header: FrameHeader, _ marks: StreamState.Marks) -> String? {
    if marks.contains(.peerEnded) { return "DATA after END" }
    if marks.contains(.inResponse) { return "DATA after RESPONSE" }
    if role == .client && header.flags.contains(.end) { return "a server ends with RESPONSE" }
    // An envelope counts on a message's first piece only, and elsewhere is passed over.
    guard header.head > 0, !marks.contains(.inMessage) else { return nil }
    guard role == .client, !marks.contains(.sawData) else {
      return "DATA other than a server's first has an envelope"
    }
    return nil
  }

  private mutating func misplacedResponse(_ header: FrameHeader, _ slot: Int) -> String? {
    guard header.flags.contains(.end) != header.flags.contains(.more) else {
      return "RESPONSE needs END on its last piece, and only there"
    }
    let marks = streams[slot].marks
    guard marks.contains(.inMessage), !marks.contains(.inResponse) else { return nil }
    // A call may fail halfway through a message, but not succeed there.
    guard header.aux != StatusCode.ok.rawValue else { return "RESPONSE within a message" }
    streams[slot].marks.remove(.inMessage)
    return nil
  }

  /// Counts a piece in, or refuses the stream.
  private mutating func take(_ header: FrameHeader, _ bytes: Int, _ slot: Int) -> Event? {
    if let text = streams[slot].misflagged(header.flags, bytes, mayCompress: codec != nil) {
      return refuse(slot, bytes, text)
    }
    guard streams[slot].receive.receive(bytes) else {
      return refuse(slot, bytes, "a body exceeds the stream's window")
    }
    guard streams[slot].count(bytes, upTo: local.maxMessage) else {
      return refuse(slot, bytes, "a message is larger than max_message", .resourceExhausted)
    }
    return nil
  }

  private mutating func noteEnd(_ flags: FrameFlags, _ slot: Int) -> Bool {
    guard flags.contains(.end) else { return false }
    streams[slot].marks.insert(.peerEnded)
    return true
  }

  private var overConnectionWindow: Event { fail("a body exceeds the connection's window") }

  /// Turns a call away before any handler has seen it.
  private mutating func refuseNew(
    _ stream: UInt32, _ bytes: Int, _ code: StatusCode, _ text: String
  ) -> Event {
    receive.gather(bytes, of: local.connectionWindow)
    floods.resets.earn(1)
    floods.empties.earn(1)
    return .refuse(stream: stream, code: code, text: text, unprocessed: true)
  }
}
