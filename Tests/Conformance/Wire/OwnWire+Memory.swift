import Messages
import RPC
import TestKit
import Testing

/// Bytes that a server holds, for one connection and for all, and whom it ends where they are too many.
extension OwnWire {
  static let memory: [ConformanceCase] = ofConnection + ofAll

  private static let piece = [UInt8](repeating: 0, count: 10_000)

  private static let ofConnection: [ConformanceCase] = [
    bounded(
      "message", "of messages that do not end the largest goes: RESET, unprocessed", 64 << 10
    ) { peer in
      try peer.request(1, "UnaryCall", .more, piece)
      try peer.request(3, "UnaryCall", .more, piece)
      for _ in 0..<2 { try peer.send(.data, .more, stream: 1, body: piece) }
      for _ in 0..<4 { try peer.send(.data, .more, stream: 3, body: piece) }
      try peer.expectReset(3, .resourceExhausted, isUnprocessed: true)
      // Bytes of zeros are no message; that it is read as a whole is what shows that it went on.
      try peer.send(.data, .end, stream: 1)
      try peer.expectStatus(1, .invalidArgument)
    },
    bounded(
      "later_message", "a stream whose handler has had messages is ended too, but not unprocessed",
      64 << 10
    ) { peer in
      try peer.request(1, "StreamingInputCall", [], RPCV1.StreamingInputRequest().encoded())
      try peer.expectQuiet()
      for _ in 0..<7 { try peer.send(.data, .more, stream: 1, body: piece) }
      try peer.expectReset(1, .resourceExhausted)
      try peer.echo(3)
      try peer.expectStatus(3)
    },
    bounded(
      "largest", "a small answer that has to wait costs the largest one its place", 1 << 20
    ) { peer in
      for (stream, size) in [(UInt32(1), UInt32(1_000_000)), (3, 300_000)] {
        let request = RPCV1.SimpleRequest(responseSize: size).encoded()
        try peer.request(stream, "UnaryCall", .end, request)
      }
      let ended = try peer.receiveEnd(of: 1).header
      try #require(ended.type == .reset && ended.aux == StatusCode.resourceExhausted.rawValue)
      // A handler has seen it: to call again is the client's to decide.
      try #require(!ended.flags.contains(.unprocessed))
      try peer.send(.window, stream: 3, aux: 1 << 20)
      try peer.expectStatus(3)
    },
    bounded(
      "answer", "an answer that cannot wait is a RESPONSE RESOURCE_EXHAUSTED without a body",
      3 << 20
    ) { peer in
      let request = RPCV1.SimpleRequest(responseSize: 1 << 20).encoded()
      for stream in [UInt32(1), 3, 5] { try peer.request(stream, "UnaryCall", .end, request) }
      let refused = try peer.expectStatus(5, .resourceExhausted)
      try #require(refused.header.flags.contains(.noMessage) && refused.body.isEmpty)
      // The others wait for their credit, and small answers pass.
      try peer.request(7, "EmptyCall")
      try peer.expectStatus(7)
      for stream in [UInt32(0), 1] { try peer.send(.window, stream: stream, aux: 1 << 20) }
      try peer.expectStatus(1)
    },
  ]

  private static func bounded(
    _ name: String, _ checks: String, _ bytes: Int,
    _ script: @escaping @Sendable (RawPeer) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase("wire/memory/connection/\(name)", checks) { _ in
      try await Subject.with("--connection-memory", "\(bytes)") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          try script(peer)
        }
      }
    }
  }

  private static let ofAll: [ConformanceCase] = [
    ConformanceCase(
      "wire/memory/all/refuses", "beyond the bound of all new calls are refused, health is told"
    ) { _ in
      try await Subject.with("--memory", "1000000") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          try peer.request(1, "UnaryCall", .more, piece)
          // A loop keeps up to 64 KiB to itself: of these 1 080 000 bytes it has told of more than the
          // bound at any rate, and of less than the quarter beyond it at which it ends a connection.
          for _ in 0..<107 { try peer.send(.data, .more, stream: 1, body: piece) }
          // Once this comes back, all have arrived.
          try peer.expectQuiet()
          let other = try RawPeer.connected(to: subject.address)
          try other.hello()
          try other.request(1, "EmptyCall")
          let refusal = try other.expectReset(1, .resourceExhausted, isUnprocessed: true)
          try #require(String(decoding: refusal.body, as: UTF8.self).contains(" retry_after_ms="))
          try other.request(3, "cameo.rpc.v1.Health/Check")
          try other.expectStatus(3)
          try peer.send(.reset, stream: 1, aux: StatusCode.cancelled.rawValue)
          try peer.expectQuiet()
          try other.request(5, "EmptyCall")
          try other.expectStatus(5)
        }
      }
    },
    ConformanceCase(
      "wire/memory/all/ends_greediest", "then the connection that holds most gets GOAWAY, no other"
    ) { _ in
      try await Subject.with("--memory", "200000") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          let other = try RawPeer.connected(to: subject.address)
          try other.hello()
          try other.request(1, "UnaryCall", .more, piece)
          try other.expectQuiet()
          try peer.hello()
          try peer.request(1, "UnaryCall", .more, piece)
          do {
            for _ in 0..<200 { try peer.send(.data, .more, stream: 1, body: piece) }
          } catch is RawPeer.Closed {}
          try peer.expectGoAway(.resourceExhausted)
          try other.send(.data, .end, stream: 1)
          try other.expectStatus(1, .invalidArgument)
          try other.echo(3)
          try other.expectStatus(3)
        }
      }
    },
  ]
}
