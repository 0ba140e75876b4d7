import Testing

@testable import Wire

struct LimitTests {
  static let lengths: [(UInt32, Bool)] = [
    (0, true), (16_368, true), (16_369, false), (0x00FF_FFFF, false), (0x0100_0000, false),
    (0xFFFF_FFFF, false),
  ]

  @Test(arguments: lengths)
  func `a frame's length is judged by its header alone`(_ length: UInt32, _ fits: Bool) {
    let header = FrameHeader(length: length, stream: 1, type: .request)
    let server = Side(.server, maxFrame: Settings.defaultMaxFrame)
    #expect((server.check(header) == nil) == fits)
  }

  @Test func `HELLO raises what a frame may hold, up to what a header can say`() {
    let server = Side(.server, maxFrame: .max)
    #expect(server.local.maxFrame == 0x00FF_FFFF)
    #expect(
      server.check(FrameHeader(length: 0x00FF_FFFF, stream: 1, type: .request)) == nil)
    #expect(
      server.check(FrameHeader(length: 0x0100_0000, stream: 1, type: .request)) != nil)
  }

  @Test(arguments: [
    (8192, 8192, true), (8193, 9000, false), (5, 4, false), (65_535, 16_368, false),
  ])
  func `an envelope has at most 8192 bytes and fits its frame`(
    _ head: UInt16, _ length: UInt32, _ fits: Bool
  ) {
    let header = FrameHeader(length: length, stream: 1, type: .request, head: head)
    #expect((Side(.server).check(header) == nil) == fits)
  }

  @Test(arguments: [0, 2, 0x8000_0001, 0xFFFF_FFFF] as [UInt32])
  func `a call's id is odd and below 2^31`(_ stream: UInt32) {
    for type in [FrameType.request, .data, .response, .reset] {
      let header = FrameHeader(length: 0, stream: stream, type: type)
      #expect(Side(.server).check(header) != nil)
      #expect(Side(.client).check(header) != nil)
    }
    let credit = FrameHeader(length: 0, stream: stream, type: .window, aux: 1)
    #expect((Side(.server).check(credit) == nil) == (stream == 0))
  }

  @Test func `the last id can be used`() {
    let server = Side(.server)
    #expect(server.receive(.request(0x7FFF_FFFF)).outcome == .request)
    let client = Side(.client)
    client.machine.nextStream = 0x7FFF_FFFF
    #expect(client.open() == 0x7FFF_FFFF)
    #expect(client.open() == nil)
  }

  @Test func `ids rise`() {
    let server = Side(.server)
    #expect(server.receive(.request(5)).outcome == .request)
    #expect(server.receive(.request(7)).outcome == .request)
    #expect(server.receive(.request(3)).code == .internal)
    #expect(server.lastPeerStream == 7)
  }

  @Test func `frames of the connection name no stream`() {
    for type in [FrameType.hello, .ping, .goAway] {
      let length: UInt32 = type == .ping ? 8 : 0
      let side = Side(.server, ready: type != .hello)
      #expect(side.check(FrameHeader(length: length, stream: 0, type: type)) == nil)
      #expect(side.check(FrameHeader(length: length, stream: 1, type: type)) != nil)
    }
  }

  @Test func `frames of the connection have the payload that is theirs and no message flags`() {
    let side = Side(.server)
    for length: UInt32 in [0, 7, 9] {
      #expect(side.check(FrameHeader(length: length, stream: 0, type: .ping)) != nil)
    }
    #expect(side.check(FrameHeader(length: 8, stream: 0, type: .ping, head: 8)) != nil)
    #expect(side.check(FrameHeader(length: 1, stream: 0, type: .window)) != nil)
    #expect(side.check(FrameHeader(length: 3, stream: 0, type: .goAway, head: 2)) != nil)
    for bit: UInt8 in [1, 2, 4, 8] {
      let flags = FrameFlags(rawValue: bit)
      #expect(
        side.check(FrameHeader(length: 8, stream: 0, type: .ping, flags: flags)) != nil)
      #expect(
        side.check(FrameHeader(length: 0, stream: 1, type: .window, flags: flags)) != nil)
    }
    let high = FrameFlags(rawValue: 0xC0)
    #expect(side.check(FrameHeader(length: 8, stream: 0, type: .ping, flags: high)) == nil)
  }

  @Test func `a peer that speaks TLS or HTTP is found out by its first byte`() {
    let server = Side(.server, ready: false)
    for text in ["GET / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n"] {
      let failure = server.check(FrameHeader(Array(text.utf8)))
      #expect(failure?.text.contains("top byte") == true)
    }
    let hello = FrameHeader(hex("16030102 00010001 fc0303aa bbccddee"))
    #expect(server.check(hello)?.text.contains("top byte") == true)
  }

  @Test func `max_message is decided at the piece that crosses it`() {
    let server = Side(.server, Settings(streamWindow: 8 << 20, connectionWindow: 16 << 20))
    let quarter = 1 << 20
    server.receive(.request(1, .more, quarter))
    server.receive(.data(1, .more, quarter))
    server.receive(.data(1, .more, quarter))
    #expect(server.receive(.data(1, .more, quarter)).outcome == .data)
    #expect(
      server.receive(.data(1, .end, 1))
        == .refuse(
          stream: 1, code: .resourceExhausted, text: "a message is larger than max_message",
          unprocessed: false))
    #expect(server.openStreams == 0)
  }

  @Test func `max_message counts each message alone`() {
    let server = Side(.server, Settings(streamWindow: 32 << 20, connectionWindow: 32 << 20))
    server.receive(.request(1, .more, 2 << 20))
    #expect(server.receive(.data(1, [], 2 << 20)).outcome == .data)
    #expect(server.receive(.data(1, [], 4 << 20)).outcome == .data)
    #expect(server.receive(.data(1, .more, 4 << 20)).outcome == .data)
    #expect(server.receive(.data(1, [], 0)).outcome == .data)
    #expect(server.receive(.data(1, [], 4 << 20 + 1)).code == .resourceExhausted)
  }

  @Test func `a client bounds replies too`() {
    let client = Side(.client, Settings(streamWindow: 8 << 20, connectionWindow: 16 << 20))
    client.open()
    client.receive(.response(1, .more, 4 << 20))
    #expect(client.receive(.response(1, .end, 1)).code == .resourceExhausted)
  }

  @Test func `calls beyond max_streams are refused, safe to send again`() {
    let server = Side(.server)
    for call: UInt32 in 0..<1000 {
      #expect(server.receive(.request(2 * call + 1)).outcome == .request)
    }
    let refusal = Event.refuse(
      stream: 2001, code: .resourceExhausted, text: "too many calls are open", unprocessed: true)
    #expect(server.receive(.request(2001, [], 10)) == refusal)
    #expect(server.receive(.data(2001, .end, 10)) == .dropped(bytes: 10))
    server.send(.response(1))
    #expect(server.receive(.request(2003)).outcome == .request)
  }

  @Test func `a server may take fewer calls than it has to announce`() {
    let server = Side(.server, Settings(maxStreams: 2))
    #expect(Hello(server.local).maxStreams == 1000)
    server.receive(.request(1))
    server.receive(.request(3))
    #expect(server.receive(.request(5)).code == .resourceExhausted)
  }

  @Test func `a client opens no more than the server allows`() {
    let client = Side(.client, ready: false)
    for _ in 0..<1000 { #expect(client.open() != nil) }
    #expect(client.open() == nil)
    client.receive(.hello(Settings(maxStreams: 1001)))
    #expect(client.open() == 2001)
    #expect(client.open() == nil)
    client.receive(.response(1))
    #expect(client.open() == 2003)
    #expect(Side(.server).open() == nil)
  }
}
