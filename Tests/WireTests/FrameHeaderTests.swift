import Randomness
import Testing

@testable import Wire

struct FrameHeaderTests {
  @Test func `every field lies where the protocol puts it, in network byte order`() {
    let header = FrameHeader(
      length: 0x0001_0203, stream: 0x1122_3344, type: .response, flags: [.end, .unprocessed],
      head: 0x0506, aux: 0x8899_AABB)
    #expect(header.bytes == hex("00010203 11223344 04 21 0506 8899aabb"))
  }

  @Test func `parsing gives back what was written`() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<1000 {
      let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(FrameHeader(bytes).bytes == bytes)
    }
  }

  @Test func `parsing reads the first 16 bytes only`() {
    let bytes = hex("00000001 00000003 03 01 0000 00000000")
    #expect(FrameHeader(bytes + [0xFF]) == FrameHeader(bytes))
  }

  @Test(
    arguments: [
      (FrameType.hello, 1), (.request, 2), (.data, 3), (.response, 4), (.reset, 5), (.window, 6),
      (.ping, 7), (.goAway, 8),
    ] as [(FrameType, UInt8)])
  func `a type has its number`(_ type: FrameType, _ number: UInt8) {
    #expect(type.rawValue == number)
    #expect(type.isKnown && !type.isSkippable)
  }

  @Test func `types without a name are known by neither half`() {
    #expect(!FrameType(rawValue: 0).isKnown && !FrameType(rawValue: 0).isSkippable)
    #expect(!FrameType(rawValue: 9).isKnown && !FrameType(rawValue: 0x7F).isSkippable)
    #expect(FrameType(rawValue: 0x80).isSkippable && FrameType(rawValue: 0xFF).isSkippable)
  }

  @Test func `flags have their bits`() {
    let flags: [FrameFlags] = [.end, .more, .compressed, .noMessage, .ack, .unprocessed]
    #expect(flags.map(\.rawValue) == [0x01, 0x02, 0x04, 0x08, 0x10, 0x20])
  }

  @Test func `status codes are those of gRPC by number and name`() {
    #expect(StatusCode.allCases.map(\.rawValue) == Array(0...16))
    #expect(StatusCode.internal.rawValue == 13 && StatusCode.unauthenticated.rawValue == 16)
    #expect(StatusCode(aux: 8) == .resourceExhausted && StatusCode(aux: 17) == .unknown)
    #expect(Set(StatusCode.allCases.map(\.name)).count == 17)
    #expect(StatusCode.failedPrecondition.name == "FAILED_PRECONDITION")
  }

  @Test func `a body is what the head leaves of the payload`() {
    #expect(FrameHeader(length: 10, stream: 1, type: .data, head: 4).bodyLength == 6)
    #expect(FrameHeader(length: 3, stream: 1, type: .data, head: 4).bodyLength == 0)
  }
}
