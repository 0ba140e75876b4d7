import Messages
import RPC
import TestKit
import Testing

@Suite struct NestedCallTests {
  @Test func `what came with a call goes with those made for it`() async throws {
    let metadata: Metadata = [
      .init(key: "x-purpose", text: "service"), .init(key: "x-bytes", value: [0, 255]),
    ]
    let error = try await answer(to: CallOptions(metadata: metadata))
    #expect(error?.metadata == metadata)
  }

  @Test func `a call of one's own inherits nothing`() async throws {
    let error = try await answer(to: CallOptions())
    #expect(error?.metadata.isEmpty == true)
  }

  /// What a server two hops away makes of a call: its status carries the metadata that reached it.
  private func answer(to options: CallOptions) async throws -> RPCError? {
    try await Loopback.with([TestService()]) { back in
      let front = Front(back: TestServiceClient(back.channel))
      return try await Loopback.with([front], as: "gateway") { loopback in
        let request = RPCV1.SimpleRequest(
          responseStatus: RPCV1.EchoStatus(code: 10, message: "seen"), echoMetadata: true)
        return await #expect(throws: RPCError.self) {
          try await loopback.channel.unary(Front.method, request, options)
        }
      }
    }
  }
}

/// Passes a call on to the test service.
private struct Front: ServiceHandler {
  static let method = Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>(
    service: "test.Front", name: "Pass", kind: .unary, idempotency: .noSideEffects)

  let back: TestServiceClient

  func register(in router: inout Router) {
    router.unary(Self.method) { request, call in
      try await back.unaryCall(request, CallOptions(inheriting: call))
    }
  }
}
