import Testing

@testable import Wire

/// One worked example: the frame that the published bytes have to be.
struct Example: Sendable, CustomTestStringConvertible {
  var name: String
  var frame: Frame

  init(_ name: String, _ frame: Frame) {
    self.name = name
    self.frame = frame
  }

  var isClients: Bool { name.hasPrefix("client") }
  var testDescription: String { name }

  /// Decodes the envelope as what it is and encodes it again.
  func reencode(_ head: [UInt8]) throws -> [UInt8] {
    switch frame.type {
    case .hello: try Hello.decode(head).encoded()
    case .request: try RequestHead.decode(head).encoded()
    case .data, .response: try ResponseHead.decode(head).encoded()
    case .goAway: try GoAway.decode(head).encoded()
    default: []
    }
  }

  private static func request(
    _ stream: UInt32, _ method: String, _ flags: FrameFlags = .end, _ body: [UInt8] = []
  ) -> Frame {
    let head = RequestHead(method: "cameo.rpc.v1.\(method)").encoded()
    return Frame(type: .request, stream: stream, flags: flags, head: head, body: body)
  }

  private static func goAway(_ last: UInt32, _ reason: String, _ aux: UInt32 = 0) -> Frame {
    Frame(type: .goAway, aux: aux, head: GoAway(lastStream: last, reason: reason).encoded())
  }

  private static func text(_ tag: [UInt8], _ text: String) -> [UInt8] { tag + Array(text.utf8) }

  static let all = hellos + unary + streaming + pieces + control

  private static let hellos: [Example] = {
    var hello = Hello()
    hello.software = "example/1.0"
    let settings = Settings(streamWindow: 1 << 20, software: "cameo-profile/0.1.0")
    return [
      Example("client HELLO", Frame(type: .hello, head: hello.encoded())),
      Example("server HELLO", .hello(settings)),
    ]
  }()

  private static let unary: [Example] = {
    var check = request(1, "Health/Check", .end, text([0x0A, 7], "profile"))
    check.aux = 250_000
    var again = request(3, "Health/Check", .end, text([0x0A, 6], "profil"))
    again.head =
      RequestHead(
        method: "cameo.rpc.v1.Health/Check",
        metadata: [.init(key: "cameo-purpose", text: "service")],
        trace: Array(0..<24) + [1], attempt: 1
      ).encoded()
    var error = Frame.response(3, [.end, .noMessage], 0, .notFound)
    error.head =
      ResponseHead(
        message: "no such service: profil",
        details: [
          ErrorDetail(type: "cameo.rpc.v1.FieldViolation", value: text([0x0A, 7], "service"))
        ],
        retryAfterMilliseconds: 1500
      ).encoded()
    return [
      Example("client REQUEST unary", check),
      Example(
        "server RESPONSE ok", Frame(type: .response, stream: 1, flags: .end, body: [0x08, 1])),
      Example("client REQUEST with metadata", again),
      Example("server RESPONSE error", error),
    ]
  }()

  private static let streaming: [Example] = {
    var metadata = Frame.data(5, .noMessage, 0)
    metadata.head = ResponseHead(metadata: [.init(key: "region", text: "eu")]).encoded()
    let message = text([0x12, 6], "abcdef")
    return [
      Example(
        "client REQUEST without a message", request(5, "TestService/FullDuplexCall", .noMessage)),
      Example("server DATA initial metadata", metadata),
      Example(
        "client DATA first piece",
        Frame(type: .data, stream: 5, flags: .more, body: Array(message.prefix(4)))),
      Example(
        "client DATA last piece", Frame(type: .data, stream: 5, body: Array(message.suffix(4)))),
      Example("client DATA end", .data(5, [.end, .noMessage], 0)),
      Example("server WINDOW stream", .window(5, 131_072)),
      Example("server WINDOW connection", .window(0, 2_097_152)),
      Example(
        "server DATA message", Frame(type: .data, stream: 5, body: text([0x0A, 6], "abcdef"))),
      Example("server RESPONSE after a stream", .response(5, [.end, .noMessage])),
    ]
  }()

  private static let pieces: [Example] = [
    Example("client REQUEST empty message", request(7, "TestService/UnaryCall")),
    Example(
      "server RESPONSE first piece",
      Frame(type: .response, stream: 7, flags: .more, body: text([0x0A, 4], "ab"))),
    Example(
      "server RESPONSE last piece",
      Frame(type: .response, stream: 7, flags: .end, body: text([], "cd"))),
  ]

  private static let control: [Example] = [
    Example("client REQUEST to be cancelled", request(9, "Health/Watch")),
    Example("client RESET cancelled", .reset(9)),
    Example("client PING", Frame(type: .ping, body: Array(1...8))),
    Example("server PING answer", Frame(type: .ping, flags: .ack, body: Array(1...8))),
    Example(
      "server unknown type", Frame(type: FrameType(rawValue: 0x80), aux: 7, body: [0xCA, 0xFE])),
    Example("server GOAWAY announced", goAway(GoAway.anyStream, "deploy")),
    Example("server GOAWAY final", goAway(9, "deploy")),
    Example("client REQUEST too late", request(11, "Health/Check")),
    Example(
      "server RESET unprocessed",
      Frame(
        type: .reset, stream: 11, flags: .unprocessed, aux: 14, body: text([], "draining"))),
    Example("server GOAWAY error", goAway(9, "too many PING", 8)),
  ]
}
