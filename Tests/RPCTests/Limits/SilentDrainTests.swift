import Messages
import RPC
import TestKit
import Testing

/// A drain that the client does not go along with.
@Suite struct SilentDrainTests {
  @Test func `a client that does not answer the drain's PING is refused new calls all the same`()
    async throws
  {
    var settings = ConnectionSettings.patient
    settings.maximumAge = .milliseconds(1)
    settings.keepaliveTimeout = .milliseconds(20)
    try await Loopback.with([TestService()], settings: settings) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.send(.hello, head: Hello(Settings()).encoded())
        let head = RequestHead(method: "cameo.rpc.v1.TestService/FullDuplexCall").encoded()
        try peer.send(.request, .noMessage, stream: 1, head: head)
        let first = try unsafe GoAway(decoding: peer.receive(.goAway).head.span.bytes)
        #expect(first.lastStream == GoAway.anyStream)
        let second = try unsafe GoAway(decoding: peer.receive(.goAway).head.span.bytes)
        #expect(second.lastStream == 1)
        try peer.send(.request, .noMessage, stream: 3, head: head)
        let refusal = try peer.receive(.reset)
        #expect(refusal.header.stream == 3 && refusal.header.flags.contains(.unprocessed))
      }
    }
  }
}
