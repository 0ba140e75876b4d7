import Messages
import RPC
import TestKit
import Testing

/// Every frame, cut in two at every byte, with the first part read before the second is sent.
extension OwnWire {
  static let splits: [ConformanceCase] =
    atServer + [
      .greeting("wire/split/bytewise", "a whole call, one byte in a TLS record") { peer in
        let message = RPCV1.StreamingInputRequest(payload: [1, 2, 3]).encoded()
        let bytes =
          RawPeer.bytes(.hello, head: Hello(Settings()).encoded())
          + RawPeer.bytes(
            .request, .noMessage, stream: 1, head: RawPeer.head("StreamingInputCall"))
          + RawPeer.bytes(.data, .end, stream: 1, body: message)
        for byte in bytes { try peer.send([byte]) }
        try peer.expectStatus(1)
      }
    ]

  private static let atServer: [ConformanceCase] = [
    ConformanceCase("wire/split/hello", "HELLO in two parts, cut at each byte") { subject in
      let bytes = RawPeer.bytes(.hello, head: Hello(Settings(software: "cut")).encoded())
      for cut in 1..<bytes.count {
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.send(Array(bytes[..<cut]))
          try peer.waitUntilRead()
          try peer.send(Array(bytes[cut...]))
          try peer.request(1, "EmptyCall")
          try peer.expectStatus(1)
        }
      }
    },
    .server("wire/split/request", "REQUEST in two parts, cut at each byte") { peer in
      let body = RPCV1.SimpleRequest(payload: [1, 2, 3]).encoded()
      try peer.cut { stream in
        RawPeer.bytes(.request, .end, stream: stream, head: RawPeer.head("UnaryCall"), body: body)
      } check: { stream in
        let reply = try RPCV1.SimpleResponse(decoding: peer.expectStatus(stream).body)
        try #require(reply.payload == [1, 2, 3])
      }
    },
    .server("wire/split/data", "DATA in two parts, cut at each byte") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      let message = RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 5)]).encoded()
      try peer.cut { _ in
        RawPeer.bytes(.data, stream: 1, body: message)
      } check: { _ in
        let reply = try RPCV1.StreamingOutputResponse(decoding: peer.receive(.data).body)
        try #require(reply.payload.count == 5)
      }
    },
    .server("wire/split/reset", "RESET in two parts, cut at each byte") { peer in
      let message = RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 5)]).encoded()
      try peer.cut { stream in
        RawPeer.bytes(.request, .noMessage, stream: stream, head: RawPeer.head("FullDuplexCall"))
      } _: { stream in
        RawPeer.bytes(.reset, stream: stream, aux: 1, body: Array("enough".utf8))
      } check: { stream in
        try peer.send(.data, stream: stream, body: message)
        try #require(try peer.settle().isEmpty)
      }
    },
    .server("wire/split/window", "WINDOW in two parts, cut at each byte") { peer in
      let window = Int(Settings.defaultStreamWindow)
      let request = RPCV1.SimpleRequest(responseSize: UInt32(window) + 100).encoded()
      try peer.request(1, "UnaryCall", .end, request)
      var count = 0
      while count < window { count += try peer.receive(.response).body.count }
      try peer.cut { _ in
        RawPeer.bytes(.window, stream: 1, aux: 1)
      } check: { _ in
        try #require(try peer.receive(.response).body.count == 1)
      }
    },
    .server("wire/split/ping", "PING in two parts, cut at each byte") { peer in
      try peer.cut { stream in
        RawPeer.bytes(.ping, body: [UInt8](repeating: UInt8(stream & 0xFF), count: 8))
      } check: { stream in
        try #require(try peer.receive(.ping).body.first == UInt8(stream & 0xFF))
      }
    },
    .server("wire/split/goaway", "GOAWAY in two parts, cut at each byte") { peer in
      let head = GoAway(lastStream: GoAway.anyStream, reason: "leaving").encoded()
      try peer.cut { _ in
        RawPeer.bytes(.goAway, head: head)
      } check: { _ in
        try peer.expectQuiet()
      }
    },
    .server("wire/split/extension", "a frame to be skipped in two parts, cut at each byte") {
      peer in
      try peer.cut { stream in
        RawPeer.bytes(FrameType(rawValue: 0x80), stream: stream, head: [1, 2], body: [3, 4])
      } check: { _ in
        try peer.expectQuiet()
      }
    },
  ]
}

extension RawPeer {
  /// For each place to cut a frame at, and with a stream of its own: what comes before, the first part
  /// (a PING in the same TLS record shows that it was read), the second part, and the check.
  func cut(
    _ before: (UInt32) -> [UInt8] = { _ in [] }, _ frame: (UInt32) -> [UInt8],
    check: (UInt32) throws -> Void
  ) throws {
    let mark = [UInt8](repeating: 0x5A, count: 8)
    for cut in 1..<frame(1).count {
      let stream = UInt32(2 * cut + 1)
      let bytes = frame(stream)
      try send(before(stream) + Self.bytes(.ping, body: mark) + bytes[..<cut])
      let answer = try receive()
      try #require(answer.header.type == .ping && answer.body == mark, "\(answer.text)")
      try send(Array(bytes[cut...]))
      try check(stream)
    }
  }
}
