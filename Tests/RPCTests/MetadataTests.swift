import Messages
import TLS
import TestKit
import Testing

@testable import RPC

@Suite struct MetadataTests {
  private static let sent: Metadata = [
    .init(key: "x-grpc-test-echo-initial", text: "test_initial_metadata_value"),
    .init(key: "x-other", text: "stays"),
    .init(key: "x-grpc-test-echo-trailing-bin", value: [0xab, 0x00, 0xff]),
  ]
  private static let initial = Metadata([sent[0]])
  private static let trailing = Metadata([sent[2]])

  private var options: CallOptions { CallOptions(metadata: Self.sent) }

  @Test func `metadata comes before and after the reply of a unary call`() async throws {
    try await Loopback.with([TestService()]) { loopback in
      let reply = try await loopback.channel.unaryWithMetadata(
        TestServiceMethods.unaryCall, RPCV1.SimpleRequest(payload: [1]), options)
      #expect(reply.message.payload == [1])
      #expect(reply.initialMetadata == Self.initial)
      #expect(reply.trailingMetadata == Self.trailing)
    }
  }

  @Test func `metadata comes before and after the reply to a stream`() async throws {
    try await Loopback.with([TestService()]) { loopback in
      let reply = try await loopback.channel.clientStreamingWithMetadata(
        TestServiceMethods.streamingInputCall, options
      ) { try await $0.write(RPCV1.StreamingInputRequest(payload: [1, 2])) }
      #expect(reply.message.aggregatedPayloadSize == 2)
      #expect(reply.initialMetadata == Self.initial)
      #expect(reply.trailingMetadata == Self.trailing)
    }
  }

  @Test(arguments: [0, 1, 100_000])
  func `metadata comes before and after streamed replies`(size: UInt32) async throws {
    try await Loopback.with([TestService()]) { loopback in
      let (requests, replies) = try await TestServiceClient(loopback.channel)
        .fullDuplexCall(options)
      try await requests.write(
        RPCV1.StreamingOutputRequest(responseParameters: [.init(size: size)]))
      #expect(await replies.initialMetadata == Self.initial)
      #expect(replies.trailingMetadata.isEmpty)
      await requests.finish()
      var sizes: [Int] = []
      for try await reply in replies { sizes.append(reply.payload.count) }
      #expect(sizes == [Int(size)])
      #expect(replies.trailingMetadata == Self.trailing)
    }
  }

  @Test func `an error comes with metadata before and after it`() async throws {
    try await Loopback.with([TestService()]) { loopback in
      let replies = TestServiceClient(loopback.channel).streamingOutputCall(
        RPCV1.StreamingOutputRequest(
          responseStatus: RPCV1.EchoStatus(code: 8, message: "no")), options)
      #expect(await replies.initialMetadata == Self.initial)
      let error = await #expect(throws: RPCError.self) { for try await _ in replies {} }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.metadata == Self.trailing)
      #expect(replies.trailingMetadata == Self.trailing)
    }
  }

  @Test func `where nobody sends any, there is none`() async throws {
    try await Loopback.with([TestService()]) { loopback in
      let reply = try await loopback.channel.unaryWithMetadata(
        TestServiceMethods.emptyCall, RPCV1.Empty())
      #expect(reply.initialMetadata.isEmpty)
      #expect(reply.trailingMetadata.isEmpty)
      let replies = TestServiceClient(loopback.channel).streamingOutputCall(
        RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 1)]))
      #expect(await replies.initialMetadata.isEmpty)
      for try await _ in replies {}
      #expect(replies.trailingMetadata.isEmpty)
    }
  }

  @Test func `initial metadata can go before there is anything else to say`() async throws {
    let early = Early()
    try await Loopback.with([early]) { loopback in
      let replies = loopback.channel.serverStreaming(Early.method, RPCV1.Empty())
      #expect(await replies.initialMetadata.text("x-early") == "yes")
      early.goOn.send()
      var count = 0
      for try await _ in replies { count += 1 }
      #expect(count == 1)
    }
  }

  @Test func `initial metadata goes once, and before the first reply`() async throws {
    let early = Early()
    try await Loopback.with([early]) { loopback in
      early.goOn.send()
      for try await _ in loopback.channel.serverStreaming(Early.method, RPCV1.Empty()) {}
      #expect(early.refusals.list == ["FAILED_PRECONDITION", "FAILED_PRECONDITION"])
    }
  }

  @Test func `cancelling who waits for metadata cancels the call`() async throws {
    let mute = Mute()
    try await Loopback.with([mute]) { loopback in
      let replies = loopback.channel.serverStreaming(Mute.method, RPCV1.Empty())
      let waiting = Task { await replies.initialMetadata }
      await mute.started.wait()
      waiting.cancel()
      #expect(await waiting.value.isEmpty)
      let error = await #expect(throws: RPCError.self) { for try await _ in replies {} }
      #expect(error?.code == .cancelled)
    }
    await mute.cancelled.wait()
  }

  @Test(arguments: [true, false])
  func `metadata that fits no envelope fails the call and nothing else`(isInitial: Bool)
    async throws
  {
    try await Loopback.with([Lavish(isInitial: isInitial), TestService()]) { loopback in
      let error = await #expect(throws: RPCError.self) {
        try await loopback.channel.unary(Lavish.method, RPCV1.Empty())
      }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.message.contains("8192") == true)
      let replies = loopback.channel.serverStreaming(Lavish.streaming, RPCV1.Empty())
      let other = await #expect(throws: RPCError.self) { for try await _ in replies {} }
      #expect(other?.code == .resourceExhausted)
      _ = try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
    }
  }

  @Test func `initial metadata on every call is no flood of empty frames`() async throws {
    try await Loopback.with([TestService()]) { loopback in
      for _ in 0..<8 {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<500 {
            group.addTask {
              let reply = try await loopback.channel.unaryWithMetadata(
                TestServiceMethods.unaryCall, RPCV1.SimpleRequest(), self.options)
              #expect(reply.initialMetadata == Self.initial)
            }
          }
          try await group.waitForAll()
        }
      }
    }
  }

  @Test func `a context without a connection keeps what a handler adds`() async throws {
    let peer = try #require(PeerIdentity(uri: "spiffe://cameo.local/client/test"))
    let call = CallContext(
      method: "test.X/Y", peer: peer, metadata: Self.sent, now: .init(microseconds: 0))
    call.trailingMetadata = Self.trailing
    try await call.sendInitialMetadata(Self.initial)
    #expect(call.initialMetadata == Self.initial)
    #expect(call.trailingMetadata == Self.trailing)
    await #expect(throws: RPCError.self) { try await call.sendInitialMetadata() }
    var other = call
    other.metadata = Metadata()
    #expect(other.trailingMetadata == Self.trailing)
    #expect(call.metadata == Self.sent)
  }

  @Test func `only a trace of 25 bytes goes along with calls made for another`() throws {
    let peer = try #require(PeerIdentity(uri: "spiffe://cameo.local/client/test"))
    for (count, expected) in [(0, 0), (24, 0), (25, 25), (26, 0), (4000, 0)] {
      let state = CallState(
        method: "x", origin: CallOrigin(peer: peer), metadata: Metadata(), deadline: nil,
        arrival: 0, trace: [UInt8](repeating: 7, count: count))
      let options = CallOptions(inheriting: CallContext(state))
      #expect(options.traceBytes.count == expected)
      #expect((options.trace != nil) == (expected > 0))
    }
  }
}

/// Sends initial metadata at once, and its one reply when told to.
private final class Early: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Early", name: "Stream", kind: .serverStreaming, idempotency: .noSideEffects)

  let goOn = Signal()
  let refusals = Notes()

  func register(in router: inout Router) {
    router.serverStreaming(Self.method) { _, replies, call in
      // Away from the loop: it goes there by itself.
      try await Task.detached {
        try await call.sendInitialMetadata([.init(key: "x-early", text: "yes")])
      }.value
      await self.note { try await call.sendInitialMetadata() }
      await self.goOn.wait()
      try await replies.write(RPCV1.Empty())
      await self.note { try await call.sendInitialMetadata() }
    }
  }

  private func note(_ body: () async throws -> Void) async {
    do { try await body() } catch { refusals.add((error as? RPCError)?.code.name ?? "\(error)") }
  }
}

/// Says nothing at all.
private final class Mute: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Mute", name: "Stream", kind: .serverStreaming, idempotency: .noSideEffects)

  let started = Signal()
  let cancelled = Signal()

  func register(in router: inout Router) {
    router.serverStreaming(Self.method) { _, _, _ in
      self.started.send()
      let (never, _) = AsyncStream.makeStream(of: Void.self)
      for await _ in never {}
      self.cancelled.send()
    }
  }
}

/// Has more metadata than an envelope holds.
private struct Lavish: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Lavish", name: "Answer", kind: .unary, idempotency: .noSideEffects)
  static let streaming = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Lavish", name: "Stream", kind: .serverStreaming, idempotency: .noSideEffects)

  let isInitial: Bool

  func register(in router: inout Router) {
    router.unary(Self.method) { _, call in
      adorn(call)
      return RPCV1.Empty()
    }
    router.serverStreaming(Self.streaming) { _, replies, call in
      adorn(call)
      try await replies.write(RPCV1.Empty())
    }
  }

  private func adorn(_ call: CallContext) {
    let metadata: Metadata = [.init(key: "x", value: [UInt8](repeating: 1, count: 9000))]
    if isInitial { call.initialMetadata = metadata } else { call.trailingMetadata = metadata }
  }
}
