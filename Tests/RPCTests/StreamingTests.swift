import Messages
import RPC
import Synchronization
import TestKit
import Testing

@Suite struct StreamingTests {
  private func withClient<Result>(
    _ body: (TestServiceClient) async throws -> Result
  ) async throws -> Result {
    try await Loopback.with([TestService()]) { try await body(TestServiceClient($0.channel)) }
  }

  private func parameters(_ sizes: [UInt32]) -> [RPCV1.ResponseParameters] {
    sizes.map { RPCV1.ResponseParameters(size: $0) }
  }

  @Test func `a streamed reply arrives whole and in order`() async throws {
    try await withClient { client in
      let sizes: [UInt32] = [31_415, 9, 2_653, 58_979]
      let replies = client.streamingOutputCall(
        RPCV1.StreamingOutputRequest(responseParameters: parameters(sizes)))
      var seen: [UInt32] = []
      for try await reply in replies { seen.append(UInt32(reply.payload.count)) }
      #expect(seen == sizes)
    }
  }

  @Test func `a streamed reply larger than every window passes as it is read`() async throws {
    try await withClient { client in
      let sizes = [UInt32](repeating: 100_000, count: 200)
      let replies = client.streamingOutputCall(
        RPCV1.StreamingOutputRequest(responseParameters: parameters(sizes)))
      var total = 0
      for try await reply in replies { total += reply.payload.count }
      #expect(total == 20_000_000)
    }
  }

  @Test func `one message may be larger than the stream's window`() async throws {
    try await withClient { client in
      let replies = client.streamingOutputCall(
        RPCV1.StreamingOutputRequest(responseParameters: parameters([3_000_000, 2_000_000])))
      var seen: [Int] = []
      for try await reply in replies { seen.append(reply.payload.count) }
      #expect(seen == [3_000_000, 2_000_000])
    }
  }

  @Test func `a stream that nobody reads stops its sender and nobody else`() async throws {
    let source = CountingSource()
    try await Loopback.with([source, TestService()]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let stalled = loopback.channel.serverStreaming(
        CountingSource.method, RPCV1.Empty())
      var iterator = stalled.makeAsyncIterator()
      _ = try await iterator.next()
      // The other call on the same connection is answered while the first one stands still.
      for _ in 0..<100 { _ = try await client.emptyCall(RPCV1.Empty()) }
      let credit = Int(Settings.defaultStreamWindow) / CountingSource.size
      #expect(source.written.withLock { $0 } <= credit + 2)
      for _ in 0..<50 { _ = try await iterator.next() }
      #expect(source.written.withLock { $0 } > credit)
    }
  }

  @Test func `an error after some replies comes after them`() async throws {
    try await withClient { client in
      let replies = client.streamingOutputCall(
        RPCV1.StreamingOutputRequest(
          responseParameters: parameters([1, 2]),
          responseStatus: RPCV1.EchoStatus(code: 8, message: "no more")))
      var seen = 0
      let error = await #expect(throws: RPCError.self) {
        for try await _ in replies { seen += 1 }
      }
      #expect(seen == 2)
      #expect(error?.code == .resourceExhausted)
    }
  }

  @Test func `a streamed request is summed up`() async throws {
    try await withClient { client in
      let reply = try await client.streamingInputCall { requests in
        for size in [27_182, 8, 1_828, 45_904] {
          try await requests.write(
            RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 0, count: size)))
        }
      }
      #expect(reply.aggregatedPayloadSize == 74_922)
    }
  }

  @Test func `both sides may speak in turn`() async throws {
    try await withClient { client in
      let (requests, replies) = try await client.fullDuplexCall()
      var iterator = replies.makeAsyncIterator()
      for size: UInt32 in [31_415, 9, 2_653, 58_979] {
        try await requests.write(
          RPCV1.StreamingOutputRequest(responseParameters: parameters([size])))
        let reply = try await iterator.next()
        #expect(reply?.payload.count == Int(size))
      }
      await requests.finish()
      let end = try await iterator.next()
      #expect(end == nil)
    }
  }

  @Test func `a stream of nothing ends well`() async throws {
    try await withClient { client in
      let (requests, replies) = try await client.fullDuplexCall()
      await requests.finish()
      var iterator = replies.makeAsyncIterator()
      let end = try await iterator.next()
      #expect(end == nil)
    }
  }
}

/// Streams messages for as long as they are taken, and counts them.
final class CountingSource: ServiceHandler {
  static let size = 10_000
  static let method = Method<RPCV1.Empty, RPCV1.StreamingOutputResponse>(
    service: "test.Counting", name: "Count", kind: .serverStreaming, idempotency: .noSideEffects)

  let written = Mutex(0)

  func register(in router: inout Router) {
    router.serverStreaming(Self.method) { _, replies, _ in
      let message = RPCV1.StreamingOutputResponse(payload: [UInt8](repeating: 1, count: Self.size))
      while true {
        try await replies.write(message)
        self.written.withLock { $0 += 1 }
      }
    }
  }
}
