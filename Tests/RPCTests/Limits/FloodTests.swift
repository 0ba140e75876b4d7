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
        // At once, and more than a burst: however slow the machine, no budget grows back meanwhile.
        try peer.send((UInt32(0)..<4000).flatMap { Self.frames(kind, $0) })
        return try peer.receive(.goAway).header.aux
      }
      #expect(code == StatusCode.resourceExhausted.rawValue)
      _ = try await client.emptyCall(RPCV1.Empty())
    }
  }

  private static func frames(_ kind: Kind, _ round: UInt32) -> [UInt8] {
    switch kind {
    case .ping: return RawPeer.bytes(.ping, body: [UInt8](repeating: 0, count: 8))
    case .window: return RawPeer.bytes(.window, aux: 0)
    case .empty:
      guard round == 0 else { return RawPeer.bytes(.data, .noMessage, stream: 1) }
      let head = RequestHead(method: RawPeer.streamingInput).encoded()
      return RawPeer.bytes(.request, .noMessage, stream: 1, head: head)
    case .reset:
      let head = RequestHead(method: Probe.method.path).encoded()
      let stream = 2 * round + 1
      return RawPeer.bytes(.request, .end, stream: stream, head: head)
        + RawPeer.bytes(.reset, stream: stream, aux: StatusCode.cancelled.rawValue)
    }
  }
}
