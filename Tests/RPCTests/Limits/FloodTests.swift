import Messages
import RPC
import TestKit
import Testing

/// The budgets of `Wire`, over a real connection: a flood ends it, and says why.
@Suite struct FloodTests {
  enum Kind: CaseIterable { case ping, reset, window, empty }

  @Test(arguments: Kind.allCases)
  func `a flood of frames that cost nothing ends the connection, and no other`(kind: Kind)
    async throws
  {
    try await Loopback.with([TestService(), Probe()]) { loopback in
      let client = TestServiceClient(loopback.channel)
      _ = try await client.emptyCall(RPCV1.Empty())
      let code = try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        do {
          // More than a burst, and more than slow sending would earn.
          for round in UInt32(0)..<20_000 { try Self.send(kind, round, peer) }
        } catch is RawPeer.Closed {}
        return try peer.receive(.goAway).header.aux
      }
      #expect(code == StatusCode.resourceExhausted.rawValue)
      _ = try await client.emptyCall(RPCV1.Empty())
    }
  }

  private static func send(_ kind: Kind, _ round: UInt32, _ peer: RawPeer) throws {
    if round == 0, kind == .empty { try peer.call(1, RawPeer.streamingInput, .noMessage) }
    switch kind {
    case .ping: try peer.send(.ping, body: [UInt8](repeating: 0, count: 8))
    case .window: try peer.send(.window, aux: 0)
    case .empty: try peer.send(.data, .noMessage, stream: 1)
    case .reset:
      try peer.call(2 * round + 1, Probe.method.path)
      try peer.send(.reset, stream: 2 * round + 1, aux: StatusCode.cancelled.rawValue)
    }
  }
}
