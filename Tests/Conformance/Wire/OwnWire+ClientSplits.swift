import Messages
import RPC
import TestKit
import Testing

/// The same cuts in what a server sends, read by Cameo's client.
extension OwnWire {
  static let clientSplits: [ConformanceCase] = [
    ConformanceCase("wire/split/client/hello", "a server's HELLO, cut at each byte") { _ in
      let bytes = RawPeer.bytes(.hello, head: Hello(Settings(software: "cut")).encoded())
      for cut in 1..<bytes.count {
        try await ScriptedServer.with { server in
          try await server.play { peer in
            try peer.send(Array(bytes[..<cut]))
            try peer.waitUntilRead()
            try peer.send(Array(bytes[cut...]))
            try peer.receiveCall { try peer.send(.response, .end, stream: $0) }
          } _: { channel in
            _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
          }
        }
      }
    },
    cutReplies("response", "RESPONSE, cut at each byte", .ok) { stream in
      RawPeer.bytes(
        .response, .end, stream: stream,
        head: ResponseHead(metadata: [.init(key: "k", text: "v")]).encoded(),
        body: RPCV1.SimpleResponse(payload: [1, 2, 3]).encoded())
    },
    cutReplies("reset", "RESET, cut at each byte", .aborted) { stream in
      RawPeer.bytes(
        .reset, stream: stream, aux: StatusCode.aborted.rawValue, body: Array("enough".utf8))
    },
    .client("wire/split/client/data", "DATA, cut at each byte") { channel in
      let replies = TestServiceClient(channel).streamingOutputCall(.init(), .patient)
      var count = 0
      for try await reply in replies {
        try #require(reply.payload == [1, 2, 3])
        count += 1
      }
      try #require(count == data(1).count - 1)
    } server: { peer in
      try peer.hello()
      try peer.receiveCall { stream in
        try peer.cut { _ in
          data(stream)
        } check: { _ in
        }
        try peer.send(.response, [.end, .noMessage], stream: stream)
      }
    },
    .client("wire/split/client/window", "WINDOW, cut at each byte") { channel in
      let payload = [UInt8](repeating: 1, count: 300_000)
      _ = try await TestServiceClient(channel).unaryCall(
        RPCV1.SimpleRequest(payload: payload), .patient)
    } server: { peer in
      try peer.hello()
      var count = 0
      while count < Int(Settings.defaultStreamWindow) { count += try peer.receive().body.count }
      try peer.cut { _ in
        RawPeer.bytes(.window, stream: 1, aux: 1)
      } check: { _ in
        try #require(try peer.receive(.data).body.count == 1)
      }
      try peer.send(.response, .end, stream: 1)
      try peer.settle()
    },
    .client("wire/split/client/ping", "PING, cut at each byte") { channel in
      _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
    } server: { peer in
      try peer.hello()
      try peer.receiveCall { stream in
        try peer.cut {
          RawPeer.bytes(.ping, body: [UInt8](repeating: UInt8($0 & 0xFF), count: 8))
        } check: {
          let answer = try peer.receive()
          try #require(answer.header.flags == .ack && answer.body.first == UInt8($0 & 0xFF))
        }
        try peer.send(.response, .end, stream: stream)
      }
    },
    .client("wire/split/client/goaway", "GOAWAY, cut at each byte") { channel in
      _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
    } server: { peer in
      try peer.hello()
      try peer.receiveCall { stream in
        let head = GoAway(lastStream: GoAway.anyStream, reason: "leaving").encoded()
        try peer.cut { _ in
          RawPeer.bytes(.goAway, head: head)
        } check: { _ in
          try peer.expectQuiet()
        }
        try peer.send(.response, .end, stream: stream)
      }
    },
    .client("wire/split/client/extension", "a frame to be skipped, cut at each byte") { channel in
      _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
    } server: { peer in
      try peer.hello()
      try peer.receiveCall { stream in
        try peer.cut {
          RawPeer.bytes(FrameType(rawValue: 0xFE), stream: $0, head: [1, 2], body: [3, 4])
        } check: { _ in
          try peer.expectQuiet()
        }
        try peer.send(.response, .end, stream: stream)
      }
    },
  ]

  private static func data(_ stream: UInt32) -> [UInt8] {
    RawPeer.bytes(
      .data, stream: stream, body: RPCV1.StreamingOutputResponse(payload: [1, 2, 3]).encoded())
  }

  /// As many unary calls as there are places to cut their answer at.
  private static func cutReplies(
    _ name: String, _ checks: String, _ code: StatusCode,
    _ frame: @escaping @Sendable (UInt32) -> [UInt8]
  ) -> ConformanceCase {
    .client("wire/split/client/\(name)", checks) { channel in
      let client = TestServiceClient(channel)
      for _ in 1..<frame(1).count {
        if code == .ok {
          let reply = try await client.unaryCall(.init(), .patient)
          try #require(reply.payload == [1, 2, 3])
        } else {
          _ = try await failure(code) { try await client.unaryCall(.init(), .patient) }
        }
      }
    } server: { peer in
      try peer.hello()
      let mark = [UInt8](repeating: 0x5A, count: 8)
      for cut in 1..<frame(1).count {
        let stream = try peer.receive(.request).header.stream
        let bytes = frame(stream)
        try peer.send(RawPeer.bytes(.ping, body: mark) + bytes[..<cut])
        try #require(try peer.receive().body == mark)
        try peer.send(Array(bytes[cut...]))
      }
      try peer.settle()
    }
  }
}

extension RawPeer {
  /// Takes a call in, answers it, and sees that the client had nothing against that.
  func receiveCall(_ answer: (UInt32) throws -> Void) throws {
    try answer(receive(.request).header.stream)
    do {
      try expectQuiet()
    } catch is Closed {
      // A client that has been told to go goes.
    }
  }
}
