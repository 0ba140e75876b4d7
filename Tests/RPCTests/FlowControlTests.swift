import Messages
import RPC
import TestKit
import Testing

/// Credit that is lost stops a connection for good: every byte must come back exactly once.
@Suite struct FlowControlTests {
  private static var patience: CallOptions { CallOptions(timeout: .seconds(60)) }

  @Test func `replies that are read after the status has come give their credit back too`()
    async throws
  {
    try await Loopback.with([TestService()]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let sizes = [RPCV1.ResponseParameters](repeating: .init(size: 60_000), count: 4)
      for _ in 0..<60 {
        let replies = client.streamingOutputCall(
          RPCV1.StreamingOutputRequest(responseParameters: sizes), Self.patience)
        var seen = 0
        for try await _ in replies { seen += 1 }
        #expect(seen == 4)
      }
    }
  }

  @Test func `messages that cannot be read give their credit back`() async throws {
    let garbled = Method<Encoded<RPCV1.Empty>, RPCV1.StreamingInputResponse>(
      service: "cameo.rpc.v1.TestService", name: "StreamingInputCall", kind: .clientStreaming,
      idempotency: .unknown)
    try await Loopback.with([TestService()]) { loopback in
      for _ in 0..<400 {
        let error = await #expect(throws: RPCError.self) {
          try await loopback.channel.clientStreaming(garbled, Self.patience) { requests in
            try await requests.write(Encoded(bytes: [UInt8](repeating: 0xFF, count: 16_000)))
          }
        }
        #expect(error?.code == .invalidArgument)
      }
    }
  }

  @Test func `what waits for credit goes on when HELLO raises the window`() async throws {
    var settings = ConnectionSettings()
    settings.limits.streamWindow = 2 << 20
    settings.limits.connectionWindow = 16 << 20
    try await Loopback.with([TestService()], settings: settings) { loopback in
      let request = RPCV1.SimpleRequest(
        responseSize: 1, payload: [UInt8](repeating: 1, count: 700_000))
      let reply = try await TestServiceClient(loopback.channel).unaryCall(request, Self.patience)
      #expect(reply.payload.count == 1)
    }
  }

  @Test func `two sides that both have much to say do not wait for each other`() async throws {
    var settings = ConnectionSettings()
    settings.maximumUnsentBytes = 64 << 10
    settings.limits.connectionWindow = 64 << 20
    settings.limits.streamWindow = 8 << 20
    try await Loopback.with([TestService()], settings: settings, clientSettings: settings) {
      loopback in
      let client = TestServiceClient(loopback.channel)
      _ = try await client.emptyCall(RPCV1.Empty())
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<24 {
          group.addTask {
            let request = RPCV1.SimpleRequest(payload: [UInt8](repeating: 1, count: 1_000_000))
            return try await client.unaryCall(request, Self.patience).payload.count
          }
        }
        for try await count in group { #expect(count == 1_000_000) }
      }
    }
  }
}
