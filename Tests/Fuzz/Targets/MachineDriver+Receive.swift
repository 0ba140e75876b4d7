@testable import Wire

/// Bodies are made of these: their content is nobody's business here.
private let zeros = [UInt8](repeating: 0, count: 1 << 20)

extension MachineDriver {
  private static let types: [FrameType] = [
    .request, .data, .data, .response, .reset, .window, .ping, .goAway, .hello,
    FrameType(rawValue: 0x80), FrameType(rawValue: 9),
  ]
  private static let bodies: [UInt32] = [
    0, 0, 1, 8, 100, 16_000, 16_368, 16_369, 131_072, 262_144, 1_048_576,
  ]
  private static let numbers: [UInt32] = [0, 1, 100, 65_536, 1 << 20, 0x7FFF_FFFF, .max]

  /// A frame that is likely to mean something: its fields are choices, not bits.
  func shaped(_ input: inout ByteSource) -> FrameHeader {
    let type = input.choice(of: Self.types) ?? .data
    var header = FrameHeader(length: 0, stream: streamID(&input), type: type)
    header.flags = FrameFlags(rawValue: input.byte())
    header.aux = input.choice(of: Self.numbers) ?? 0
    switch type {
    case .ping: (header.stream, header.length) = (0, 8)
    case .goAway, .hello:
      header.stream = 0
      header.head = UInt16(input.byte() % 32)
      header.length = UInt32(header.head)
    case .window: break
    default: header.length = input.choice(of: Self.bodies) ?? 0
    }
    return header
  }

  /// Sixteen bytes as they come.
  func raw(_ input: inout ByteSource) -> FrameHeader {
    let bytes = input.take(FrameHeader.byteCount)
    let whole = bytes + Array(repeating: 0, count: FrameHeader.byteCount - bytes.count)
    return unsafe FrameHeader(parsing: whole.span.bytes)
  }

  /// The connection, a stream that is open, one that could be the next, or any.
  private func streamID(_ input: inout ByteSource) -> UInt32 {
    switch input.byte() {
    case 0..<140: input.choice(of: open.keys.sorted()) ?? 1
    case 140..<210: machine.role == .server ? highestPeerStream + 1 + (highestPeerStream & 1) : 1
    case 210..<225: 0
    default: UInt32(input.number(UInt16.self))
    }
  }

  func receiveHello(_ input: inout ByteSource) throws(Finding) {
    var hello = Hello()
    let raised: [UInt32] = [0, Settings.defaultConnectionWindow, 8 << 20, 0x7FFF_FFFF, .max, 1]
    hello.maxFrame = input.choice(of: raised) ?? 0
    hello.maxStreams = input.choice(of: raised) ?? 0
    hello.streamWindow = input.choice(of: raised) ?? 0
    hello.connectionWindow = input.choice(of: raised) ?? 0
    hello.codecs = input.byte() & 1 == 0 ? [] : ["zstd"]
    let head = hello.encoded()
    try receive(
      FrameHeader(
        length: UInt32(head.count), stream: 0, type: .hello, head: UInt16(head.count)),
      head: head)
  }

  /// The last frame many times: a flood.
  func receiveAgain(_ input: inout ByteSource) throws(Finding) {
    for _ in 0..<(input.choice(of: [3, 50, 1100]) ?? 0) where !isOver {
      try receive(last.header, head: last.head)
    }
  }

  func receive(_ header: FrameHeader, _ input: inout ByteSource) throws(Finding) {
    try receive(header, head: input.take(Int(header.head)))
  }

  /// Does what a connection does: judges the header first, and hears the payload only if it may come.
  private func receive(_ header: FrameHeader, head: [UInt8]) throws(Finding) {
    last = (header, head)
    if machine.check(header) != nil {
      isOver = true
      return
    }
    let (headBytes, bodyBytes) = (Int(header.head), header.bodyLength)
    try expect(headBytes + bodyBytes <= 1 << 20, "no frame is larger than was agreed")
    let padded = head + Array(repeating: 0, count: headBytes - head.count)
    let before = machine.peer
    let event = unsafe machine.receive(
      header, head: padded.span.bytes, body: zeros.span.bytes.extracting(0..<bodyBytes), now: now)
    if case .ready = event { try noteReady(before) } else { try note(event, header) }
  }

  private func noteReady(_ before: Settings) throws(Finding) {
    try expect(machine.isReady && before == Settings(), "HELLO comes once")
    sendable += Int(machine.peer.connectionWindow) - Int(before.connectionWindow)
    for id in open.keys {
      open[id]?.sendable += Int(machine.peer.streamWindow) - Int(before.streamWindow)
    }
  }

  private func note(_ event: Event, _ header: FrameHeader) throws(Finding) {
    let (id, bytes) = (header.stream, header.bodyLength)
    switch event {
    case .request(let stream, _, let end):
      try expect(machine.role == .server && stream == id && id & 1 == 1, "a client calls a server")
      try expect(open[id] == nil && id > highestPeerStream, "ids rise")
      open[id] = Stream(sendable: Int(machine.peer.streamWindow))
      take(bytes, id, end)
    case .data(let stream, _, let end):
      try expect(stream == id && open[id]?.isPeerEnded == false, "DATA comes before END")
      take(bytes, id, end)
    case .response(let stream, _, let end):
      try expect(machine.role == .client && stream == id && open[id] != nil, "a call is answered")
      take(bytes, id, end)
      if end { close(id) }
    case .dropped(let count):
      try expect(count == bytes && open[id] == nil, "only what is over is dropped")
      held.append((0, count))
    case .reset(let stream, let code, _):
      try expect(stream == id && open[id] != nil && code != .ok, "a RESET ends what is open")
      close(id)
    case .refuse(let stream, let code, _, let unprocessed):
      try expect(stream == id && code != .ok, "a refusal names the frame's stream")
      try expect(!unprocessed || open[id] == nil, "only what never began is unprocessed")
      close(id)
    case .credit(let stream):
      try expect(stream == id && header.aux > 0, "credit is credit")
      if id == 0 { sendable += Int(header.aux) } else { open[id]?.sendable += Int(header.aux) }
    case .ping: pings.taken += 1
    case .fail(let code, _):
      try expect(code != .ok, "a failure has a code")
      isOver = true
    case .none, .pong, .goAway, .ready: break
    }
    if header.type == .request { highestPeerStream = max(highestPeerStream, id) }
  }

  private func take(_ bytes: Int, _ id: UInt32, _ end: Bool) {
    open[id]?.held += bytes
    if end { open[id]?.isPeerEnded = true }
    held.append((id, bytes))
  }

  /// What a stream still holds is owed to the connection alone from here on.
  func close(_ id: UInt32) {
    guard open.removeValue(forKey: id) != nil else { return }
    for index in held.indices where held[index].stream == id { held[index].stream = 0 }
  }
}
