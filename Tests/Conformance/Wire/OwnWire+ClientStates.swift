import Messages
import RPC
import TestKit
import Testing

/// Every state of a stream at the client against every frame that a server may send for it.
extension OwnWire {
  /// As ``serverStates``, and C: the client leaves, for it was told to. The stream is the client's first, but for `idle`, where it is its second.
  static let clientStates: [ConformanceCase] = [
    clientState("before_hello", "qGGGGGGGGGGGGG", says: false) { peer in
      _ = try peer.receive(.request)
    },
    clientState("idle", "GGGGGGGGqqCGGq", stream: 3) { peer in
      try peer.send(.response, .end, stream: peer.receive(.request).header.stream)
    },
    clientState("open", "GRqRqqqqqqCGGq", .open) { _ = try $0.receive(.request) },
    clientState("half_closed", "GRqRqqqqqqCGGq") { _ = try $0.receive(.request) },
    clientState("mid_message", "GRqRRqqqqqCGGq") { peer in
      _ = try peer.receive(.request)
      try peer.send(.data, .more, stream: 1, body: [0x0A])
      try peer.send(.data, .more, stream: 1, body: [0])
    },
    clientState("in_response", "GRRRqqqqqqCGGq") { peer in
      _ = try peer.receive(.request)
      try peer.send(.response, .more, stream: 1, body: [0x0A])
      try peer.send(.response, .more, stream: 1, body: [0])
    },
    clientState("answered", "GqqqqqqqqqCGGq") { peer in
      try peer.send(.response, .end, stream: peer.receive(.request).header.stream)
    },
    clientState("reset_by_peer", "GqqqqqqqqqCGGq") { peer in
      try peer.send(.reset, stream: peer.receive(.request).header.stream, aux: 9)
    },
    clientState("reset_here", "GqqqqqqqqqCGGq", .cancelled) { peer in
      _ = try peer.receive(.request)
      _ = try peer.receive(.reset)
    },
    clientState("refused", "GqqqqqqqqqCGGq") { peer in
      try peer.send(.data, .end, stream: peer.receive(.request).header.stream)
      try peer.expectReset(1)
    },
  ]

  /// What the client does with its call.
  enum Use { case wait, open, cancelled }

  private static func clientState(
    _ name: String, _ row: String, _ use: Use = .wait, stream: UInt32 = 1, says hello: Bool = true,
    _ prepare: @escaping @Sendable (RawPeer) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase("wire/state/client/\(name)", "14 frames, each at a call in this state") { _ in
      let reactions = reactions(row)
      try #require(reactions.count == columns.count)
      for (column, expected) in zip(columns, reactions) {
        try await ScriptedServer.with { server in
          let caller = Task { try await call(server.channel, use) }
          defer { caller.cancel() }
          try await server.listener.accept { peer in
            if hello { try peer.hello() }
            try prepare(peer)
            try peer.expect(expected, of: column, stream: stream, in: name)
          }
        }
      }
    }
  }

  private static func call(_ channel: Channel, _ use: Use) async throws {
    let client = TestServiceClient(channel)
    switch use {
    case .wait: _ = try await client.unaryCall(.init(), .patient)
    case .open:
      let (requests, replies) = try await client.fullDuplexCall(.patient)
      for try await _ in replies {}
      await requests.finish()
    case .cancelled:
      _ = try await client.unaryCall(.init(), CallOptions(timeout: .milliseconds(100)))
    }
  }
}
