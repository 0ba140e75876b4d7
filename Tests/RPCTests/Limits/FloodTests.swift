import Foundation
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

  @Test func `a RESET in order ends no connection, also where the budget is used up`() async throws
  {
    try await Loopback.with([Probe()]) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        let head = RequestHead(method: Probe.method.path).encoded()
        try peer.send(.request, .end, stream: 1, aux: 600_000, head: head)
        // Not for luck: the call is that old at the least.
        Thread.sleep(forTimeInterval: 0.4)
        try peer.send(
          (UInt32(1)...1000).flatMap { Self.frames(.reset, $0) }
            + RawPeer.bytes(.reset, stream: 1, aux: StatusCode.cancelled.rawValue)
            + RawPeer.bytes(.ping, body: [UInt8](repeating: 7, count: 8)))
        #expect(try peer.receive(.ping).header.flags.contains(.ack))
      }
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
