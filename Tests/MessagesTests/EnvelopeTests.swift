import Messages
import Randomness
import Testing
import Wire

/// Wire writes the envelopes by hand; protobuf-c must agree on every byte of any of them.
struct EnvelopeTests {
  @Test(arguments: 0..<200) func `hand-written and generated envelopes are the same`(
    seed: Int
  ) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let entries = metadata(&random)
    let head = RequestHead(
      method: word(&random), metadata: Metadata(entries), trace: data(&random),
      attempt: .random(in: 0...300, using: &random))
    let generated = RPCV1.RequestHead(
      method: head.method, metadata: entries.map { .init(key: $0.key, value: $0.value) },
      trace: head.trace, attempt: head.attempt)
    #expect(hex(head.encoded()) == hex(generated.encoded()))
    unsafe #expect(try RequestHead(decoding: generated.encoded().span.bytes) == head)

    let reply = ResponseHead(
      metadata: Metadata(entries), message: word(&random),
      details: [ErrorDetail(type: word(&random), value: data(&random)), ErrorDetail()],
      retryAfterMilliseconds: .random(in: 0 ... .max, using: &random))
    let generatedReply = RPCV1.ResponseHead(
      metadata: generated.metadata, message: reply.message,
      details: reply.details.map { .init(type: $0.type, value: $0.value) },
      retryAfterMs: reply.retryAfterMilliseconds)
    #expect(hex(reply.encoded()) == hex(generatedReply.encoded()))
    #expect(try RPCV1.ResponseHead(decoding: reply.encoded()) == generatedReply)
  }

  @Test func `HELLO and GOAWAY are the same`() throws {
    var hello = Hello()
    hello.maxFrame = 16_368
    hello.connectionWindow = .max
    hello.codecs = ["zstd", ""]
    hello.software = "cameo/é"
    #expect(
      hello.encoded()
        == RPCV1.Hello(
          maxFrame: 16_368, connectionWindow: .max, codecs: ["zstd", ""], software: "cameo/é"
        ).encoded())
    #expect(
      GoAway(lastStream: .max, reason: "r").encoded()
        == RPCV1.GoAway(lastStream: .max, reason: "r").encoded())
  }

  private func metadata(_ random: inout SeededRandom) -> [Metadata.Entry] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in
      .init(
        key: String(repeating: "k-", count: .random(in: 1...40, using: &random)),
        value: data(&random))
    }
  }

  private func word(_ random: inout SeededRandom) -> String {
    String(repeating: "é-", count: .random(in: 0...40, using: &random))
  }

  private func data(_ random: inout SeededRandom) -> [UInt8] {
    (0..<Int.random(in: 0...150, using: &random)).map { _ in .random(in: 0...255, using: &random) }
  }
}
