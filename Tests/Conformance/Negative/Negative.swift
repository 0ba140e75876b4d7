import Messages
import RPC
import TestKit
import Testing

/// gRPC's negative tests, of a client whose server misbehaves
/// (https://github.com/grpc/grpc/blob/master/doc/negative-http2-interop-test-descriptions.md).
enum Negative {
  static let cases = resets + connections

  private static let request = RPCV1.SimpleRequest(
    responseSize: Interop.replySize, payload: [UInt8](repeating: 0, count: Interop.requestSize))

  private static func call(_ channel: Channel) async throws -> RPCV1.SimpleResponse {
    try await TestServiceClient(channel).unaryCall(request, .patient)
  }

  /// Says HELLO, takes a call's whole request, and returns its stream.
  private static func takeRequest(_ peer: RawPeer) throws -> UInt32 {
    try peer.hello(Settings(streamWindow: 1 << 20))
    let first = try peer.receive(.request)
    var frame = first
    while !frame.header.flags.contains(.end) { frame = try peer.receive(.data) }
    return first.header.stream
  }

  private static let resets = [
    reset("rst_after_header", "initial metadata, then RESET: the call fails") { peer, stream in
      try peer.send(
        .data, .noMessage, stream: stream,
        head: ResponseHead(metadata: [.init(key: "k", text: "v")]).encoded())
    },
    reset("rst_during_data", "half a reply, then RESET: the call fails") { peer, stream in
      let half = [UInt8](repeating: 0, count: 10_000)
      try peer.send(.response, .more, stream: stream, body: half)
    },
    reset("rst_after_data", "a whole reply, but RESET and no status: the call fails") {
      peer, stream in
      let reply = RPCV1.SimpleResponse(payload: [1, 2, 3]).encoded()
      try peer.send(.data, stream: stream, body: reply)
    },
  ]

  private static func reset(
    _ name: String, _ checks: String,
    _ before: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    .client("negative/\(name)", checks) { channel in
      let error = try await failure(.aborted) { try await call(channel) }
      try #require(!error.isUnprocessed && error.message == "enough")
    } server: { peer in
      let stream = try takeRequest(peer)
      try before(peer, stream)
      try peer.send(
        .reset, stream: stream, aux: StatusCode.aborted.rawValue, body: Array("enough".utf8))
      try peer.expectQuiet()
    }
  }

  private static let connections = [
    ConformanceCase(
      "negative/goaway", "after GOAWAY the open call ends well, and the next is on a new connection"
    ) { _ in
      try await ScriptedServer.with { server in
        let drained = Signal()
        async let first: Void = server.listener.accept { peer in
          let stream = try takeRequest(peer)
          let goAway = GoAway(lastStream: GoAway.anyStream, reason: "deploy").encoded()
          try peer.send(.goAway, head: goAway)
          try peer.settle()
          drained.send()
          try peer.send(
            .response, .end, stream: stream, body: RPCV1.SimpleResponse(attempt: 7).encoded())
          try peer.expectClosed()
        }
        async let answered = call(server.channel)
        await drained.wait()
        async let second = call(server.channel)
        try await server.listener.accept { peer in
          let stream = try takeRequest(peer)
          try peer.send(
            .response, .end, stream: stream, body: RPCV1.SimpleResponse(attempt: 9).encoded())
          try peer.settle()
        }
        try #require(try await answered.attempt == 7)
        try #require(try await second.attempt == 9)
        try await first
      }
    },
    .client("negative/ping", "every PING is acknowledged, with its eight bytes, in order") {
      channel in
      _ = try await call(channel)
    } server: { peer in
      let stream = try takeRequest(peer)
      for index in UInt8(0)..<200 {
        try peer.send(.ping, body: [index, 1, 2, 3, 4, 5, 6, 7])
      }
      for index in UInt8(0)..<200 {
        let answer = try peer.receive(.ping)
        try #require(answer.header.flags == .ack && answer.body == [index, 1, 2, 3, 4, 5, 6, 7])
      }
      try peer.send(.response, .end, stream: stream, body: RPCV1.SimpleResponse().encoded())
      try peer.settle()
    },
    ConformanceCase(
      "negative/max_streams", "max_streams = 1: calls one after the other are all served"
    ) { _ in
      try await Subject.with("--max-streams", "1") { subject in
        for _ in 0..<20 { try await subject.answers() }
      }
    },
    .client(
      "negative/max_streams_of_hello", "a client opens no more calls than HELLO allows, ever"
    ) { channel in
      let count = Int(Settings.defaultMaxStreams) + 20
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<count {
          group.addTask {
            _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
          }
        }
        try await group.waitForAll()
      }
    } server: { peer in
      try peer.hello()
      let limit = Int(Settings.defaultMaxStreams)
      var streams: [UInt32] = []
      while streams.count < limit { streams.append(try peer.receive(.request).header.stream) }
      try #require(try peer.settle().isEmpty)
      for index in 0..<limit + 20 {
        if index >= streams.count { streams.append(try peer.receive(.request).header.stream) }
        try peer.send(.response, .end, stream: streams[index])
      }
      try peer.settle()
    },
  ]
}
