import Messages
import RPC
import TestKit
import Testing

@Suite struct UnaryTests {
  private func withClient<Result>(
    _ body: (TestServiceClient) async throws -> Result
  ) async throws -> Result {
    try await Loopback.with([TestService()]) { try await body(TestServiceClient($0.channel)) }
  }

  @Test func `an empty message comes back empty`() async throws {
    try await withClient { client in
      let reply = try await client.emptyCall(RPCV1.Empty())
      #expect(reply == RPCV1.Empty())
    }
  }

  @Test func `a payload comes back as it was, and the server knows who asked`() async throws {
    try await withClient { client in
      let payload = [UInt8](0...255)
      let reply = try await client.unaryCall(RPCV1.SimpleRequest(payload: payload))
      #expect(reply.payload == payload)
      #expect(reply.peer == "spiffe://cameo.local/client/client")
      #expect(reply.attempt == 0)
    }
  }

  @Test(arguments: [0, 1, 16_000, 16_368, 16_400, 271_828, 4_000_000])
  func `messages of every size pass, in pieces where they must`(size: Int) async throws {
    try await withClient { client in
      let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let reply = try await client.unaryCall(
        RPCV1.SimpleRequest(responseSize: 314_159, payload: payload))
      #expect(reply.payload.count == 314_159)
      let echo = try await client.unaryCall(RPCV1.SimpleRequest(payload: payload))
      #expect(echo.payload == payload)
    }
  }

  @Test func `a request larger than the server accepts is refused on the client`() async throws {
    let probe = Probe()
    try await Loopback.with([TestService(), probe]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let other = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      _ = try await client.emptyCall(RPCV1.Empty())
      let request = RPCV1.SimpleRequest(payload: [UInt8](repeating: 1, count: 5 << 20))
      let error = await #expect(throws: RPCError.self) { try await client.unaryCall(request) }
      #expect(error?.code == .resourceExhausted)
      _ = try await client.emptyCall(RPCV1.Empty())
      // The other calls on the connection go on as if nothing had been.
      other.cancel()
      await #expect(throws: RPCError(.cancelled, "the call was cancelled")) {
        try await other.value
      }
    }
  }

  @Test func `a reply larger than the client accepts ends as RESOURCE_EXHAUSTED`() async throws {
    try await withClient { client in
      let request = RPCV1.SimpleRequest(responseSize: 5 << 20)
      let error = await #expect(throws: RPCError.self) { try await client.unaryCall(request) }
      #expect(error?.code == .resourceExhausted)
    }
  }

  @Test(arguments: 1...16)
  func `every status passes with its text`(code: Int32) async throws {
    try await withClient { client in
      let text = "\t\nnéco s mezerou, řádkem a ☃ 🧊\n"
      let request = RPCV1.SimpleRequest(
        responseStatus: RPCV1.EchoStatus(code: code, message: text))
      let error = await #expect(throws: RPCError.self) { try await client.unaryCall(request) }
      #expect(error?.code.rawValue == UInt32(code))
      #expect(error?.message == text)
    }
  }

  @Test func `metadata reaches the handler and comes back with the status`() async throws {
    try await withClient { client in
      let metadata: Metadata = [
        .init(key: "x-text", text: "value"), .init(key: "x-bytes", value: [0, 255, 10]),
        .init(key: "x-text", text: "again"),
      ]
      let request = RPCV1.SimpleRequest(
        responseStatus: RPCV1.EchoStatus(code: 10, message: "no"), echoMetadata: true)
      let error = await #expect(throws: RPCError.self) {
        try await client.unaryCall(request, CallOptions(metadata: metadata))
      }
      #expect(error?.metadata == metadata)
    }
  }

  @Test func `a method that is not there is UNIMPLEMENTED`() async throws {
    try await Loopback.with([]) { loopback in
      let error = await #expect(throws: RPCError.self) {
        try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
      }
      #expect(error?.code == .unimplemented)
      #expect(error?.message.contains("cameo.rpc.v1.TestService/EmptyCall") == true)
    }
  }

  @Test func `a thousand calls at once all get their own answer`() async throws {
    try await withClient { client in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<1000 {
          group.addTask {
            let payload = Array("call \(number)".utf8)
            return try await client.unaryCall(RPCV1.SimpleRequest(payload: payload)).payload
              == payload
          }
        }
        for try await isOwn in group { #expect(isOwn) }
      }
    }
  }

  @Test func `more calls than a connection has streams wait for their turn`() async throws {
    var settings = ConnectionSettings()
    settings.limits.maxStreams = 1000
    try await Loopback.with([TestService()], settings: settings) { loopback in
      let client = TestServiceClient(loopback.channel)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<3000 {
          group.addTask {
            _ = try await client.unaryCall(RPCV1.SimpleRequest(delayUs: 1000))
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
