import Testing

@testable import Wire

/// The budgets: 1 000 in a burst, 200 a second sustained, of each kind.
struct FloodTests {
  static let kinds: [(String, @Sendable (Side) -> Event)] = [
    ("PING", { $0.receive(.ping()) }),
    ("PING ACK unasked", { $0.receive(.ping(.ack)) }),
    ("WINDOW", { $0.receive(.window(0, 1)) }),
    ("WINDOW on a closed stream", { $0.receive(.window(1, 1)) }),
    (
      "RESET of a live call",
      { side in
        let next = max(3, side.lastPeerStream + 2)
        side.receive(.request(next))
        return side.receive(.reset(next))
      }
    ),
    ("RESET of a closed stream", { $0.receive(.reset(1)) }),
    (
      "empty DATA",
      { side in
        if !side.isOpen(3) { side.receive(.request(3, [])) }
        return side.receive(.data(3, [], 0))
      }
    ),
    ("empty DATA on a closed stream", { $0.receive(.data(1, .end, 0)) }),
    (
      "empty frames of an extension",
      {
        $0.receive(Frame(type: FrameType(rawValue: 0x99), stream: 5))
      }
    ),
    ("GOAWAY", { $0.receive(Frame(type: .goAway)) }),
  ]

  /// A server on which the peer has opened and cancelled stream 1, which costs one RESET.
  private func server() -> Side {
    let side = Side(.server)
    side.receive(.request(1))
    side.receive(.reset(1))
    side.now = 60_000_000_000
    return side
  }

  @Test(arguments: kinds.indices)
  func `a burst of 1 000 is let through and the next ends the connection`(_ kind: Int) {
    let (name, send) = Self.kinds[kind]
    let side = server()
    for count in 1...1000 {
      let event = send(side)
      #expect(event.outcome != .fail, "\(name) \(count)")
    }
    #expect(send(side).code == .resourceExhausted, "\(name)")
  }

  @Test(arguments: kinds.indices)
  func `200 a second are let through for ever, and 250 are not`(_ kind: Int) {
    let (name, send) = Self.kinds[kind]
    let side = server()
    for count in 0..<20_000 {
      side.now += 5_000_000
      #expect(send(side).outcome != .fail, "\(name) \(count)")
    }
    var stopped = false
    for _ in 0..<6000 where !stopped {
      side.now += 4_000_000
      stopped = send(side).code == .resourceExhausted
    }
    #expect(stopped, "\(name)")
  }

  @Test func `RESETs that were in order are not counted`() {
    let side = server()
    for count in 0..<5000 {
      let stream = side.lastPeerStream + 2
      side.receive(.request(stream))
      #expect(side.receive(.reset(stream)).outcome != .fail, "\(count)")
      side.machine.forgiveReset()
    }
    // Those that were not still are, no more and no fewer.
    let reset = Self.kinds[4].1
    for count in 0..<1000 { #expect(reset(side).outcome != .fail, "\(count)") }
    #expect(reset(side).code == .resourceExhausted)
  }

  @Test func `a client sends no more RESETs than half of what its server bears`() {
    let side = Side(.client)
    func afforded(of count: Int) -> Int {
      (0..<count).count { _ in side.machine.affordsReset(side.now) }
    }
    #expect(afforded(of: 2000) == 500)
    side.now += 1_000_000_000
    #expect(afforded(of: 2000) == 100)
  }

  @Test func `a budget that was used up fills again`() {
    let side = server()
    for _ in 0..<1000 { side.receive(.ping()) }
    side.now += 5_000_000
    #expect(side.receive(.ping()).outcome == .ping)
    side.now += 1_000_000_000
    for _ in 0..<200 { #expect(side.receive(.ping()).outcome == .ping) }
    #expect(side.receive(.ping()).outcome == .fail)
  }

  @Test func `kinds have budgets of their own`() {
    let side = server()
    for _ in 0..<1000 { side.receive(.ping()) }
    for _ in 0..<1000 { #expect(side.receive(.window(0, 1)).outcome == .credit) }
  }

  @Test func `cancelled calls that were answered do not count`() {
    let side = Side(.server)
    for call: UInt32 in 0..<50_000 {
      let stream = 2 * call + 1
      side.receive(.request(stream, []))
      side.send(.response(stream))
      #expect(side.receive(.reset(stream)) == .none)
    }
    // One cancellation for each answer, and no more.
    for _ in 0..<1000 { #expect(side.receive(.reset(1)) == .none) }
    #expect(side.receive(.reset(1)).code == .resourceExhausted)
  }

  @Test func `answered calls buy no cancellations of live ones`() {
    let side = Side(.server)
    for call: UInt32 in 0..<5000 {
      side.receive(.request(2 * call + 1))
      side.send(.response(2 * call + 1))
    }
    var stream: UInt32 = 10_001
    for _ in 0..<1000 {
      side.receive(.request(stream))
      #expect(side.receive(.reset(stream)).outcome == .reset)
      stream += 2
    }
    side.receive(.request(stream))
    #expect(side.receive(.reset(stream)).code == .resourceExhausted)
  }

  @Test func `the late END of a call that was answered early does not count`() {
    let side = Side(.server)
    for call: UInt32 in 0..<5000 {
      side.receive(.request(2 * call + 1, []))
      side.send(.response(2 * call + 1, .end, 0, .permissionDenied))
      let end = Frame.data(2 * call + 1, [.end, .noMessage], 0)
      #expect(side.receive(end) == .dropped(bytes: 0))
    }
  }

  @Test func `a client counts no refusals of its own calls`() {
    let client = Side(.client)
    for _ in 0..<5000 {
      let stream = client.open() ?? 0
      #expect(client.receive(.reset(stream, .resourceExhausted)).outcome == .reset)
    }
    for _ in 0..<1000 { #expect(client.receive(.reset(1)) == .none) }
    #expect(client.receive(.reset(1)).outcome == .fail)
  }

  @Test func `a server earns nothing by answering`() {
    let client = Side(.client)
    for _ in 0..<5000 { client.receive(.response(client.open() ?? 0)) }
    for _ in 0..<1000 { #expect(client.receive(.reset(1)) == .none) }
    #expect(client.receive(.reset(1)).outcome == .fail)
    for _ in 0..<1000 { #expect(client.receive(.data(1, [], 0)).outcome == .dropped) }
    #expect(client.receive(.data(1, [], 0)).outcome == .fail)
  }

  @Test func `credit for what this side has sent does not count`() {
    let server = Side(.server)
    server.receive(.request(1))
    for _ in 0..<5000 {
      server.send(.data(1, [], 1))
      #expect(server.receive(.window(1, 1)).outcome == .credit)
      #expect(server.receive(.window(0, 1)).outcome == .credit)
    }
  }

  @Test func `messages without bytes are no flood while somebody reads them`() {
    let server = Side(.server)
    server.receive(.request(1, []))
    for _ in 0..<5000 {
      #expect(server.receive(.data(1, [], 0)).outcome == .data)
      _ = server.consume(0, 1)
    }
    // Reading does not save up for later: the bucket holds 1 000.
    for _ in 0..<1000 { #expect(server.receive(.data(1, [], 0)).outcome == .data) }
    #expect(server.receive(.data(1, [], 0)).outcome == .fail)
  }

  @Test func `calls without bytes and their ends are bounded by calls, not by the budget`() {
    let server = Side(.server)
    for call: UInt32 in 0..<5000 {
      let stream = 2 * call + 1
      #expect(server.receive(.request(stream, [])).outcome == .request)
      #expect(server.receive(.data(stream, [.end, .noMessage], 0)).outcome == .data)
      server.send(.response(stream))
    }
    let client = Side(.client)
    for _ in 0..<5000 {
      let stream = client.open() ?? 0
      #expect(client.receive(.response(stream)).outcome == .response)
    }
  }

  @Test func `metadata before the first message does not count, not even of cancelled calls`() {
    let client = Side(.client)
    for _ in 0..<5000 {
      let stream = client.open() ?? 0
      #expect(client.receive(Self.metadata(stream)).outcome == .data)
      client.receive(.response(stream))
    }
    for _ in 0..<5000 {
      let stream = client.open() ?? 0
      client.send(.reset(stream))
      #expect(client.receive(Self.metadata(stream)) == .dropped(bytes: 0))
      #expect(client.receive(.response(stream, [.end, .noMessage])) == .dropped(bytes: 0))
    }
  }

  @Test func `an envelope makes no later empty frame free`() {
    let client = Side(.client)
    let stream = client.open() ?? 0
    client.receive(.data(stream, .more, 0))
    for _ in 0..<999 { #expect(client.receive(Self.metadata(stream, .more)).outcome == .data) }
    #expect(client.receive(Self.metadata(stream, .more)).code == .resourceExhausted)
  }

  private static func metadata(_ stream: UInt32, _ flags: FrameFlags = .noMessage) -> Frame {
    Frame(type: .data, stream: stream, flags: flags, head: [0x50, 1])
  }

  @Test func `answers to this side's PINGs do not count, and others do`() {
    let answered = Side(.client)
    for _ in 0..<5000 {
      answered.send(.ping())
      #expect(answered.receive(.ping(.ack)) == .pong(7))
    }
    for _ in 0..<1000 { #expect(answered.receive(.ping(.ack)) == .pong(7)) }
    #expect(answered.receive(.ping(.ack)).code == .resourceExhausted)
  }
}
