import Messages
import TestKit
import Testing

@testable import RPC

/// Keys that no receiver takes do not leave.
@Suite struct MetadataKeyTests {
  @Test(arguments: Mistaken.Place.allCases)
  func `a handler's key that no client takes fails its call, and says which`(
    _ place: Mistaken.Place
  ) async throws {
    try await Loopback.with([Mistaken(place: place), TestService()]) { loopback in
      let error = await #expect(throws: RPCError.self) {
        try await loopback.channel.unary(Mistaken.method, RPCV1.Empty())
      }
      #expect(error?.code == .internal)
      #expect(error?.message.contains("\"X-Bad\"") == true)
      let replies = loopback.channel.serverStreaming(Mistaken.streaming, RPCV1.Empty())
      let other = await #expect(throws: RPCError.self) { for try await _ in replies {} }
      #expect(other?.code == .internal)
      #expect(other?.message.contains("\"X-Bad\"") == true)
      _ = try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
    }
  }

  @Test func `an error goes without such pairs, and with its others`() async throws {
    try await Loopback.with([Mistaken(place: .initial)]) { loopback in
      let error = await #expect(throws: RPCError.self) {
        try await loopback.channel.unary(Mistaken.failing, RPCV1.Empty())
      }
      #expect(error?.code == .aborted && error?.message == "on purpose")
      #expect(error?.metadata == [.init(key: "x-good", text: "1")])
    }
  }

  @Test func `a call with such a key is never sent, streamed or not`() async throws {
    try await Loopback.with([TestService()]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let options = CallOptions(metadata: [.init(key: "X-Bad", text: "1")])
      let unary = await #expect(throws: RPCError.self) {
        try await client.emptyCall(RPCV1.Empty(), options)
      }
      #expect(unary?.code == .internal)
      let streamed = await #expect(throws: RPCError.self) {
        for try await _ in client.streamingOutputCall(.init(), options) {}
      }
      #expect(streamed?.code == .internal)
      let written = await #expect(throws: RPCError.self) {
        try await client.streamingInputCall(options) { _ in }
      }
      #expect(written?.code == .internal)
    }
  }
}

/// Says something under a key that there is not.
struct Mistaken: ServiceHandler {
  enum Place: CaseIterable, Sendable { case initial, trailing }

  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Mistaken", name: "Answer", kind: .unary, idempotency: .noSideEffects)
  static let streaming = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Mistaken", name: "Stream", kind: .serverStreaming, idempotency: .noSideEffects)
  static let failing = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Mistaken", name: "Fail", kind: .unary, idempotency: .noSideEffects)
  private static let pairs: Metadata = [
    .init(key: "x-good", text: "1"), .init(key: "X-Bad", text: "2"),
  ]

  let place: Place

  func register(in router: inout Router) {
    router.unary(Self.method) { _, call in
      adorn(call)
      return RPCV1.Empty()
    }
    router.serverStreaming(Self.streaming) { _, _, call in adorn(call) }
    router.unary(Self.failing) { _, _ in
      throw RPCError(.aborted, "on purpose", metadata: Self.pairs)
    }
  }

  private func adorn(_ call: CallContext) {
    if place == .initial {
      call.initialMetadata = Self.pairs
    } else {
      call.trailingMetadata = Self.pairs
    }
  }
}
