import Testing

@testable import Wire

/// The four kinds of calls, piece by piece, and the rules of flags.
struct CallTests {
  @Test func `a unary call is one frame each way`() {
    let (client, server) = (Side(.client), Side(.server))
    #expect(client.open(.end, 10) == 1)
    #expect(server.receive(.request(1, .end, 10)) == .request(stream: 1, piece: .whole, end: true))
    server.send(.response(1, .end, 20))
    #expect(server.openStreams == 0)
    #expect(
      client.receive(.response(1, .end, 20)) == .response(stream: 1, piece: .whole, end: true))
    #expect(client.openStreams == 0)
  }

  @Test func `a message without bytes is a message, and NO_MESSAGE is none`() {
    let server = Side(.server)
    #expect(server.receive(.request(1)) == .request(stream: 1, piece: .whole, end: true))
    #expect(
      server.receive(.request(3, .noMessage)) == .request(stream: 3, piece: .none, end: false))
    #expect(server.receive(.data(3, [], 0)) == .data(stream: 3, piece: .whole, end: false))
    #expect(
      server.receive(.data(3, [.end, .noMessage], 0)) == .data(stream: 3, piece: .none, end: true))
  }

  @Test func `a client streams: pieces of the request go on in DATA`() {
    let server = Side(.server)
    #expect(server.receive(.request(1, .more, 5)) == .request(stream: 1, piece: .first, end: false))
    #expect(server.receive(.data(1, .more, 5)) == .data(stream: 1, piece: .middle, end: false))
    #expect(server.receive(.data(1, [], 5)) == .data(stream: 1, piece: .last, end: false))
    #expect(server.receive(.data(1, [], 5)) == .data(stream: 1, piece: .whole, end: false))
    #expect(server.receive(.data(1, .more, 5)) == .data(stream: 1, piece: .first, end: false))
    #expect(server.receive(.data(1, .end, 5)) == .data(stream: 1, piece: .last, end: true))
    #expect(server.openStreams == 1)
  }

  @Test func `a server streams: initial metadata, messages, then a status`() {
    let client = Side(.client)
    client.open()
    var first = Frame.data(1, .noMessage, 0)
    first.head = ResponseHead(metadata: [.init(key: "a", text: "b")]).encoded()
    #expect(client.receive(first) == .data(stream: 1, piece: .none, end: false))
    #expect(client.receive(.data(1)) == .data(stream: 1, piece: .whole, end: false))
    #expect(
      client.receive(.response(1, [.end, .noMessage]))
        == .response(stream: 1, piece: .none, end: true))
  }

  @Test func `a bidirectional call may be answered before the client has ended`() {
    let (client, server) = (Side(.client), Side(.server))
    client.open([], 1)
    server.receive(.request(1, [], 1))
    #expect(client.receive(.data(1)) == .data(stream: 1, piece: .whole, end: false))
    #expect(server.receive(.data(1)) == .data(stream: 1, piece: .whole, end: false))
    server.send(.response(1, .end))
    client.send(.data(1, .end, 7))
    #expect(client.receive(.response(1)).outcome == .response)
    #expect(server.receive(.data(1, .end, 7)) == .dropped(bytes: 7))
    #expect(client.openStreams == 0 && server.openStreams == 0)
  }

  @Test func `a call may fail halfway through a message, but not succeed there`() {
    for flags in [[.end, .noMessage], .end] as [FrameFlags] {
      let client = Side(.client)
      client.open()
      client.receive(.data(1, .more))
      let piece: Piece = flags.contains(.noMessage) ? .none : .whole
      #expect(
        client.receive(.response(1, flags, 0, .aborted))
          == .response(stream: 1, piece: piece, end: true))
      client.open()
      client.receive(.data(3, .more))
      #expect(client.receive(.response(3, flags)).code == .internal)
    }
  }

  @Test func `a reply in pieces goes on in RESPONSE frames`() {
    let client = Side(.client)
    client.open()
    #expect(
      client.receive(.response(1, .more, 5)) == .response(stream: 1, piece: .first, end: false))
    #expect(
      client.receive(.response(1, .more, 5)) == .response(stream: 1, piece: .middle, end: false))
    #expect(client.openStreams == 1)
    #expect(client.receive(.response(1, .end, 5)) == .response(stream: 1, piece: .last, end: true))
    #expect(client.openStreams == 0)
  }

  @Test func `pieces of different streams interleave`() {
    let server = Side(.server)
    server.receive(.request(1, .more, 5))
    #expect(server.receive(.request(3, .more, 5)) == .request(stream: 3, piece: .first, end: false))
    #expect(server.receive(.data(1, .more, 5)) == .data(stream: 1, piece: .middle, end: false))
    #expect(server.receive(.data(3, .end, 5)) == .data(stream: 3, piece: .last, end: true))
    #expect(server.receive(.data(1, .end, 5)) == .data(stream: 1, piece: .last, end: true))
  }

  @Test func `head, aux and COMPRESSED of later pieces are passed over`() {
    let server = Side(.server)
    server.receive(.request(1, .more, 5))
    var piece = Frame.data(1, [.more, .compressed], 5)
    piece.head = [1, 2, 3]
    piece.aux = 9
    #expect(server.receive(piece) == .data(stream: 1, piece: .middle, end: false))
  }

  static let mistakes: [(String, FrameFlags, Int)] = [
    ("END and MORE", [.end, .more], 1), ("NO_MESSAGE with a body", .noMessage, 1),
    ("NO_MESSAGE and MORE", [.noMessage, .more], 0),
    ("NO_MESSAGE and COMPRESSED", [.noMessage, .compressed], 0),
    ("COMPRESSED without a codec", [.compressed], 1),
  ]

  @Test(arguments: mistakes)
  func `flags that contradict each other end the stream`(
    _ name: String, _ flags: FrameFlags, _ size: Int
  ) {
    let server = Side(.server)
    #expect(server.receive(.request(1, flags, size)).code == .internal)
    server.receive(.request(3, []))
    #expect(server.receive(.data(3, flags, size)).code == .internal)
    let client = Side(.client)
    client.open()
    #expect(client.receive(.response(1, flags.union(.end), size)).code == .internal)
    #expect(server.openStreams == 0 && client.openStreams == 0)
  }

  @Test func `a RESPONSE has END on its last piece and only there`() {
    let client = Side(.client)
    client.open()
    #expect(client.receive(.response(1, [])).code == .internal)
    client.open()
    #expect(client.receive(.response(3, [.end, .more])).code == .internal)
  }

  @Test func `a message cannot turn into none`() {
    let server = Side(.server)
    server.receive(.request(1, .more, 1))
    #expect(server.receive(.data(1, [.end, .noMessage], 0)).code == .internal)
  }

  @Test func `envelopes come where the protocol has them`() {
    let server = Side(.server)
    server.receive(.request(1, []))
    var data = Frame.data(1)
    data.head = [0x0A, 0]
    #expect(server.receive(data).code == .internal)
    let client = Side(.client)
    client.open()
    client.receive(.data(1))
    #expect(client.receive(data).code == .internal)
  }

  @Test func `bits of the high nibble are ignored where they mean nothing`() {
    let server = Side(.server)
    let flags = FrameFlags(rawValue: 0xF1)
    #expect(server.receive(.request(1, flags)) == .request(stream: 1, piece: .whole, end: true))
  }

  @Test func `COMPRESSED is in order once both HELLOs have a codec in common`() {
    let server = Side(.server, Settings(codecs: ["deflate", "zstd"]), ready: false)
    server.receive(.hello(Settings(codecs: ["br", "zstd", "deflate"])))
    #expect(server.codec == "zstd")
    #expect(server.receive(.request(1, [.end, .compressed], 1)).outcome == .request)
    let client = Side(.client, Settings(codecs: ["br", "zstd", "deflate"]), ready: false)
    client.receive(.hello(Settings(codecs: ["deflate", "zstd"])))
    #expect(client.codec == "zstd")
  }

  @Test func `a RESET says why, and whether the call may be sent again`() {
    let client = Side(.client)
    client.open()
    client.open()
    client.open()
    #expect(
      client.receive(
        Frame(type: .reset, stream: 1, flags: .unprocessed, aux: 14, body: Array("full".utf8)))
        == .reset(stream: 1, code: .unavailable, unprocessed: true))
    #expect(
      client.receive(.reset(3, .ok)) == .reset(stream: 3, code: .unknown, unprocessed: false))
    #expect(
      client.receive(Frame(type: .reset, stream: 5, aux: 99))
        == .reset(stream: 5, code: .unknown, unprocessed: false))
  }
}
