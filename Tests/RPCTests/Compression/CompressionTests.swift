import Messages
import TestKit
import Testing

@testable import RPC

/// Compressed messages over real sockets.
@Suite struct CompressionTests {
  private static var compressing: ConnectionSettings {
    var settings = ConnectionSettings.patient
    settings.compression = Compression(minimumBytes: 64)
    return settings
  }

  private func with(
    server: ConnectionSettings = compressing, client: ConnectionSettings = compressing,
    _ body: (Loopback) async throws -> Void
  ) async throws {
    try await Loopback.with(
      [TestService()], settings: server, clientSettings: client, body)
  }

  /// What gRPC's interop tests send and ask for: a large message each way, of zeros.
  private func echo(_ loopback: Loopback, mayCompress: Bool = true) async throws {
    var options = CallOptions()
    options.mayCompress = mayCompress
    let reply = try await TestServiceClient(loopback.channel).unaryCall(
      RPCV1.SimpleRequest(responseSize: 314_159, payload: [UInt8](repeating: 0, count: 271_828)),
      options)
    #expect(reply.payload == [UInt8](repeating: 0, count: 314_159))
  }

  @Test func `large messages pass compressed, alone and in streams`() async throws {
    try await with { loopback in
      for _ in 0..<3 { try await echo(loopback) }
      let client = TestServiceClient(loopback.channel)
      let sizes: [UInt32] = [31_415, 9, 2_653, 58_979, 4_000_000]
      let replies = client.streamingOutputCall(
        RPCV1.StreamingOutputRequest(
          responseParameters: sizes.map { RPCV1.ResponseParameters(size: $0) }))
      var seen: [UInt32] = []
      for try await reply in replies { seen.append(UInt32(reply.payload.count)) }
      #expect(seen == sizes)
      let total = try await client.streamingInputCall { requests in
        for size in [27_182, 8, 1_828, 45_904] {
          try await requests.write(
            RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 7, count: size)))
        }
      }
      #expect(total.aggregatedPayloadSize == 74_922)
    }
  }

  @Test func `nothing is compressed unless both sides offer it`() async throws {
    try await with(client: .patient) { try await echo($0) }
    try await with(server: .patient) { try await echo($0) }
    try await with { try await echo($0, mayCompress: false) }
  }

  @Test func `a compressed request is smaller on the wire, and its reply too`() async throws {
    try await with { loopback in
      let (request, reply) = try await exchange(with: loopback, compressed: true)
      #expect(request < 200 && reply < 200, "\(request) and \(reply) bytes")
    }
    try await with(server: .patient) { loopback in
      let (request, reply) = try await exchange(with: loopback, compressed: false)
      #expect(request > 10_000 && reply > 10_000, "\(request) and \(reply) bytes")
    }
  }

  /// Sends 10 000 zeros by hand, and returns the bytes of both bodies.
  private func exchange(
    with loopback: Loopback, compressed: Bool
  ) async throws -> (request: Int, reply: Int) {
    let message = RPCV1.SimpleRequest(payload: [UInt8](repeating: 0, count: 10_000)).encoded()
    let packed = try #require(Self.compress(message))
    return try await RawPeer.connect(to: loopback.address) { peer in
      let hello = Self.hello(compressed ? ["zstd"] : [])
      try peer.send(.hello, head: hello)
      let head = try peer.receive(.hello).head
      let answer = try unsafe Hello(decoding: head.span.bytes)
      #expect(answer.codecs == (compressed ? ["zstd"] : []))
      let body = compressed ? packed : message
      try peer.send(
        .request, compressed ? [.end, .compressed] : .end, stream: 1,
        head: RequestHead(method: "cameo.rpc.v1.TestService/UnaryCall").encoded(), body: body)
      let response = try peer.receive(.response)
      #expect(response.header.aux == 0)
      #expect(response.header.flags.contains(.compressed) == compressed)
      return (body.count, response.body.count)
    }
  }

  @Test func `a message that expands beyond max_message ends its call, and no other`() async throws
  {
    let bomb = try #require(Self.compress([UInt8](repeating: 0, count: 5 << 20)))
    let half = try #require(Self.compress([UInt8](repeating: 0, count: 5000))).dropLast()
    #expect(bomb.count < 1000)
    try await with { loopback in
      let codes = try await statuses(of: [bomb, Self.garbage, Array(half)], loopback)
      #expect(codes == [.resourceExhausted, .internal, .internal, .ok])
    }
  }

  private static func hello(_ codecs: [String]) -> [UInt8] {
    var settings = Settings()
    settings.codecs = codecs
    return Hello(settings).encoded()
  }

  private static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    unsafe bytes.withUnsafeBytes { unsafe Zstd().compress($0, level: 1) }
  }

  private static let garbage = [UInt8](repeating: 0xA5, count: 100)

  /// Sends each body as a compressed request, then one that is well; returns their statuses.
  private func statuses(
    of bodies: [[UInt8]], _ loopback: Loopback
  ) async throws -> [StatusCode] {
    let good = try #require(
      Self.compress(RPCV1.SimpleRequest(payload: [UInt8](repeating: 0, count: 999)).encoded()))
    return try await RawPeer.connect(to: loopback.address) { peer in
      try peer.send(.hello, head: Self.hello(["zstd"]))
      var codes: [StatusCode] = []
      for (index, body) in (bodies + [good]).enumerated() {
        try peer.send(
          .request, [.end, .compressed], stream: UInt32(index * 2 + 1),
          head: RequestHead(method: "cameo.rpc.v1.TestService/UnaryCall").encoded(), body: body)
        codes.append(StatusCode(aux: try peer.receive(.response).header.aux))
      }
      return codes
    }
  }
}
