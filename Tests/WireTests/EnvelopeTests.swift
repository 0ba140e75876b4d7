import Randomness
import Testing

@testable import Wire

/// The expected bytes were made by `protoc --encode` from the messages of protocol section 5.
struct EnvelopeTests {
  @Test func `HELLO has protobuf's bytes`() throws {
    try expect(Hello(), "")
    try expect(
      Hello(Settings(software: "cameo-profile/0.1.0")),
      """
      08f07f108080800218e8072080801028808080023a1363616d656f2d70726f66696c652f302e312e30
      """)
    var hello = Hello(
      Settings(
        maxFrame: .max, maxMessage: .max, maxStreams: .max, streamWindow: .max,
        connectionWindow: .max))
    hello.codecs = ["zstd", "", "deflate"]
    hello.software = "x"
    try expect(
      hello,
      """
      08ffffff0710ffffffff0f18ffffffff0f20ffffffff0728ffffffff07
      32047a737464320032076465666c6174653a0178
      """)
  }

  @Test func `a request's head has protobuf's bytes`() throws {
    try expect(RequestHead(), "")
    try expect(
      RequestHead(method: "cameo.profile.v1.ProfileService/GetProfile"),
      """
      0a2a63616d656f2e70726f66696c652e76312e50726f66696c65536572766963652f47657450726f66696c65
      """)
    try expect(
      RequestHead(
        method: "a.B/C",
        metadata: [
          .init(key: "cameo-purpose", text: "service"),
          .init(key: "blob-bin", value: [0, 0xFF, 0x80]), .init(key: "k", value: []),
        ],
        trace: Array("0123456789abcdef01234567".utf8) + [1], attempt: 300),
      """
      0a05612e422f4312180a0d63616d656f2d707572706f7365120773657276696365120f0a08626c6f622d6269
      6e120300ff8012030a016b1a193031323334353637383961626364656630313233343536370120ac02
      """)
  }

  @Test func `a response's head has protobuf's bytes`() throws {
    try expect(ResponseHead(), "")
    try expect(
      ResponseHead(
        metadata: [.init(key: "k", text: "v")], message: "email: not an address, ü€😀",
        details: [
          ErrorDetail(type: "cameo.rpc.v1.FieldViolation", value: [0x0A, 5] + Array("email".utf8)),
          ErrorDetail(),
        ],
        retryAfterMilliseconds: 1500),
      """
      0a060a016b1201761220656d61696c3a206e6f7420616e20616464726573732c20c3bce282acf09f98801a26
      0a1b63616d656f2e7270632e76312e4669656c6456696f6c6174696f6e12070a05656d61696c1a0020dc0b
      """)
    try expect(
      ResponseHead(message: String(repeating: "m", count: 200)),
      "12c801" + String(repeating: "6d", count: 200))
  }

  @Test func `the small messages have protobuf's bytes`() throws {
    try expect(ErrorDetail(type: "t", value: [1]), "0a0174120101")
    try expect(Metadata.Entry(key: "k", value: []), "0a016b")
    try expect(GoAway(lastStream: 7, reason: "max age"), "080712076d617820616765")
  }

  @Test(
    arguments: [
      (UInt32.max, "08ffffffff0f"), (127, "087f"), (128, "088001"), (16_384, "08808001"),
      (2_097_152, "0880808001"), (268_435_456, "088080808001"),
    ] as [(UInt32, String)])
  func `numbers have protobuf's bytes at each length`(_ value: UInt32, _ bytes: String) throws {
    try expect(GoAway(lastStream: value), bytes)
  }

  @Test func `the sizes of numbers are right around every power of two`() {
    for bit in 0..<32 {
      for value in [UInt32(1) << bit, (UInt32(1) << bit) - 1, (UInt32(1) << bit) &+ 1] {
        var rest = value
        var bytes = 1
        while rest >= 0x80 {
          rest >>= 7
          bytes += 1
        }
        #expect(EnvelopeSize.varint(value) == bytes)
      }
    }
  }

  @Test func `random heads survive a round trip`() throws {
    var random = SeededRandom(seed: 2)
    for _ in 0..<500 {
      let head = RequestHead(
        method: text(&random),
        metadata: Metadata(
          (0..<Int.random(in: 0...4, using: &random)).map {
            _ in Metadata.Entry(key: key(&random), value: bytes(&random))
          }),
        trace: bytes(&random), attempt: UInt32.random(in: 0...9, using: &random))
      #expect(try RequestHead.decode(head.encoded()) == head)
      let response = ResponseHead(
        metadata: head.metadata, message: head.method,
        details: head.metadata.map { ErrorDetail(type: $0.key, value: $0.value) },
        retryAfterMilliseconds: UInt32.random(in: 0...(.max), using: &random))
      #expect(try ResponseHead.decode(response.encoded()) == response)
    }
  }

  @Test func `a likely method changes no result`() throws {
    let bytes = RequestHead(method: "a.LongEnoughService/Method").encoded()
    for likely in ["", "a", "a.LongEnoughService/Method", "a.LongEnoughService/methoD", "ü"] {
      let head = try unsafe RequestHead(decoding: bytes.span.bytes, likelyMethod: likely)
      #expect(head.method == "a.LongEnoughService/Method")
    }
  }

  @Test func `the last of a singular field counts, as in protobuf`() throws {
    #expect(try GoAway.decode(hex("0801 0802")).lastStream == 2)
    #expect(try GoAway.decode(hex("1201 61 1200")).reason == "")
  }

  @Test func `metadata finds values by key`() {
    let metadata: Metadata = [
      .init(key: "a", text: "1"), .init(key: "b", value: [0xFF]), .init(key: "a", text: "2"),
    ]
    #expect(metadata["a"] == [0x31] && metadata["c"] == nil)
    #expect(metadata.text("a") == "1" && metadata.text("b") == nil)
    #expect(metadata.values("a") == [[0x31], [0x32]])
    #expect(metadata.count == 3 && metadata.map(\.key) == ["a", "b", "a"])
  }

  private func expect<Message: Envelope>(_ message: Message, _ text: String) throws {
    let bytes = hex(text)
    #expect(message.encoded() == bytes)
    #expect(message.encodedSize == bytes.count)
    #expect(try Message.decode(bytes) == message)
  }

  private func text(_ random: inout SeededRandom) -> String {
    text(of: "abc/.-ü€😀\u{1}", 0...40, &random)
  }

  private func key(_ random: inout SeededRandom) -> String {
    text(of: "az09-_.", 1...40, &random)
  }

  private func text(
    of letters: String, _ count: ClosedRange<Int>, _ random: inout SeededRandom
  ) -> String {
    let letters = Array(letters)
    return String(
      (0..<Int.random(in: count, using: &random)).map { _ in
        letters[Int.random(in: 0..<letters.count, using: &random)]
      })
  }

  private func bytes(_ random: inout SeededRandom) -> [UInt8] {
    (0..<Int.random(in: 0...40, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
  }
}
