import Messages
import RPC
import TestKit
import Testing

/// What is too large, or not there, ends its own call and nothing else.
@Suite struct BoundsTests {
  private static var patience: CallOptions { CallOptions(timeout: .seconds(60)) }

  @Test(arguments: [8200, 20_000, 70_000])
  func `metadata larger than an envelope fails its call, and no other`(size: Int) async throws {
    let probe = Probe()
    try await Loopback.with([TestService(), probe]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let other = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      let metadata: Metadata = [.init(key: "x", value: [UInt8](repeating: 1, count: size))]
      let error = await #expect(throws: RPCError.self) {
        try await client.emptyCall(
          RPCV1.Empty(), CallOptions(timeout: .seconds(10), metadata: metadata))
      }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.message.contains("metadata") == true)
      let stream = await #expect(throws: RPCError.self) {
        try await client.streamingInputCall(CallOptions(metadata: metadata)) { _ in }
      }
      #expect(stream?.code == .resourceExhausted)
      _ = try await client.emptyCall(RPCV1.Empty(), Self.patience)
      other.cancel()
      await #expect(throws: RPCError(.cancelled, "the call was cancelled")) {
        try await other.value
      }
    }
  }

  @Test func `an error text of any length and script comes back cut, not as a broken connection`()
    async throws
  {
    // One character to a reader, 25 bytes on the wire.
    let family = "👩‍👩‍👧‍👦"
    try await Loopback.with([TestService()]) { loopback in
      let client = TestServiceClient(loopback.channel)
      for text in [String(repeating: family, count: 5000), String(repeating: "x", count: 9000)] {
        let error = await #expect(throws: RPCError.self) {
          try await client.unaryCall(
            RPCV1.SimpleRequest(responseStatus: RPCV1.EchoStatus(code: 9, message: text)),
            Self.patience)
        }
        #expect(error?.code == .failedPrecondition)
        #expect(error.map { text.utf8.starts(with: $0.message.utf8) } == true)
        #expect(error?.message.isEmpty == false)
      }
    }
  }

  @Test func `a streaming method that is not there is refused before a message is sent`()
    async throws
  {
    try await Loopback.with([]) { loopback in
      let (requests, replies) = try await TestServiceClient(loopback.channel)
        .fullDuplexCall(Self.patience)
      var iterator = replies.makeAsyncIterator()
      let error = await #expect(throws: RPCError.self) { try await iterator.next() }
      #expect(error?.code == .unimplemented)
      await requests.finish()
    }
  }

  @Test func `a deadline further away than a frame can say is kept by the client alone`()
    async throws
  {
    try await Loopback.with([TestService()]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let far = try await client.unaryCall(
        RPCV1.SimpleRequest(), CallOptions(timeout: .seconds(2 * 3600)))
      #expect(far.deadlineUs == 0)
      let near = try await client.unaryCall(
        RPCV1.SimpleRequest(), CallOptions(timeout: .seconds(3600)))
      #expect(near.deadlineUs > 3_500_000_000)
    }
  }

  @Test func `frames larger than the loop's read buffer are not offered`() async throws {
    var settings = ConnectionSettings()
    settings.limits.maxFrame = 4 << 20
    try await Loopback.with([TestService()], settings: settings, clientSettings: settings) {
      loopback in
      let client = TestServiceClient(loopback.channel)
      _ = try await client.emptyCall(RPCV1.Empty())
      let payload = [UInt8](repeating: 7, count: 1 << 20)
      let reply = try await client.unaryCall(RPCV1.SimpleRequest(payload: payload), Self.patience)
      #expect(reply.payload == payload)
    }
  }

  @Test func `a drain that is asked for twice ends both times`() async throws {
    let probe = Probe()
    let loopback = try await Loopback([probe])
    let call = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
    await probe.started.wait()
    await withDiscardingTaskGroup { group in
      for _ in 0..<2 { group.addTask { await loopback.server.drain(within: .milliseconds(50)) } }
    }
    _ = await call.result
    await loopback.stop()
  }
}
