import Messages
import RPC
import Runtime
import TLS
import TestKit
import Testing

extension Interop {
  static let compressed = [
    compression("client_compressed_unary", "271 828 bytes compressed, then as many that are not") {
      peer in
      let size = Int(requestSize)
      let request = Zstandard.zeros(
        size, behind: RPCV1.SimpleRequest(payload: [UInt8](repeating: 0, count: size)).encoded())
      try #require(request.count < 200)
      try peer.request(1, "UnaryCall", [.end, .compressed], request)
      try #require(try expand(peer.expectStatus(1)) > size)
      let plain = RPCV1.SimpleRequest(payload: [UInt8](repeating: 0, count: 9_000)).encoded()
      try peer.request(3, "UnaryCall", .end, plain)
      try peer.expectStatus(3)
    },
    compression("server_compressed_unary", "314 159 bytes come compressed") { peer in
      try peer.request(
        1, "UnaryCall", .end, RPCV1.SimpleRequest(responseSize: replySize).encoded())
      try #require(try expand(peer.expectStatus(1)) > Int(replySize))
    },
    compression("client_compressed_streaming", "27 182 bytes compressed, 45 904 not: 73 086") {
      peer in
      func message(_ size: Int) -> [UInt8] {
        RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 0, count: size)).encoded()
      }
      try peer.request(
        1, "StreamingInputCall", .compressed, Zstandard.zeros(27_182, behind: message(27_182)))
      try peer.sendMessage(.data, .end, stream: 1, message(45_904))
      let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.aggregatedPayloadSize == 73_086)
    },
    compression("server_compressed_streaming", "31 415 and 92 653 bytes come compressed") { peer in
      let sizes: [UInt32] = [31_415, 92_653]
      let request = RPCV1.StreamingOutputRequest(
        responseParameters: sizes.map { RPCV1.ResponseParameters(size: $0) })
      try peer.request(1, "StreamingOutputCall", .end, request.encoded())
      for size in sizes { try #require(try expand(peer.receive(.data)) > Int(size)) }
      try peer.expectStatus(1)
    },
    ConformanceCase("interop/compressed_both_ways", "Cameo's client, and every size of the list") {
      _ in
      try await Subject.with("--compress") { subject in
        let loops = try EventLoopGroup(count: 1, name: "compressing")
        defer { loops.stop() }
        var settings = ConnectionSettings.patient
        settings.compression = Compression()
        let channel = Channel(
          target: subject.address.description, tls: try TestCertificates.context(.client, "client"),
          expecting: nil, group: loops, settings: settings)
        let client = TestServiceClient(channel)
        try await largeUnary(client)
        let sum = try await client.streamingInputCall(.patient) { requests in
          for size in requestSizes {
            try await requests.write(
              RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 0, count: size)))
          }
        }
        try #require(sum.aggregatedPayloadSize == 74_922)
        await channel.close()
      }
    },
  ]

  /// A client that offers zstd, at a server that does.
  static func compression(
    _ name: String, _ checks: String, _ script: @escaping @Sendable (RawPeer) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase(name.contains("/") ? name : "interop/\(name)", checks) { _ in
      try await Subject.with("--compress") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try #require(try peer.hello(Settings(codecs: ["zstd"])).codecs == ["zstd"])
          try script(peer)
        }
      }
    }
  }

  /// What a compressed message of zeros says of its size. That it holds them is for a client with the
  /// library to see: `interop/compressed_both_ways`.
  private static func expand(_ frame: RawPeer.Frame) throws -> Int {
    try #require(frame.header.flags.contains(.compressed))
    try #require(frame.body.count < 1_000)
    return try #require(Zstandard.size(of: frame.body))
  }
}
