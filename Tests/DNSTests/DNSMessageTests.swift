import Randomness
import TestKit
import Testing

@testable import DNS

@Suite struct DNSMessageTests {
  /// One question, then answers of the given types and times.
  private func message(_ answers: [(type: UInt8, time: UInt32)]) -> [UInt8] {
    let question: [UInt8] = [1, 97, 0, 0, 33, 0, 1]
    let header: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, UInt8(answers.count), 0, 0, 0, 0]
    return answers.reduce(header + question) { bytes, answer in
      let time = (0..<4).map { UInt8(truncatingIfNeeded: answer.time >> (24 - 8 * UInt32($0))) }
      return bytes + [0xC0, 12, 0, answer.type, 0, 1] + time + [0, 3, 7, 7, 7]
    }
  }

  private func shortest(_ bytes: [UInt8]) -> UInt32? {
    unsafe DNSMessage.shortestTimeToLive(ofType: 33, in: bytes.span.bytes)
  }

  @Test func `the shortest time of the type asked for counts`() {
    #expect(shortest(message([(33, 70_000), (5, 1), (33, 300)])) == 300)
    #expect(shortest(message([(5, 1)])) == nil)
    #expect(shortest(message([(33, 1 << 31)])) == 0)
  }

  @Test func `a message cut anywhere is no message, and no crash`() {
    let whole = message([(33, 70_000), (33, 300)])
    for length in 0..<whole.count - 13 { #expect(shortest(Array(whole[..<length])) == nil) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `any bytes at all are read within their bounds`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<10_000 {
      let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      if let time = shortest(bytes) { #expect(time < 1 << 31) }
    }
  }
}
