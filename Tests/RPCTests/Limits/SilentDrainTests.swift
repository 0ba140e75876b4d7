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

  /// With and without the time for the drain's PING being over before.
  @Test(arguments: [1, 3_600_000])
  func `a peer that has vanished keeps its connection for as long as a drain may last`(
    pingMilliseconds: Int
  ) async throws {
    var settings = ConnectionSettings.patient
    settings.maximumAge = .milliseconds(1)
    settings.keepaliveTimeout = .milliseconds(pingMilliseconds)
    settings.maximumAgeGrace = .milliseconds(50)
    let probe = Probe()
    let log = ServerLog()
    try await Loopback.with([probe], settings: settings, observer: log) { loopback in
      let reason = try await RawPeer.connect(to: loopback.address) { peer in
        // At one stroke, so that the call is there before the drain.
        let head = RequestHead(method: Probe.method.path).encoded()
        try peer.send(
          RawPeer.bytes(.hello, head: Hello(Settings()).encoded())
            + RawPeer.bytes(.request, .end, stream: 1, head: head))
        // Of all that comes it only takes notice.
        var last = try peer.receive(.goAway)
        while last.header.aux == 0 { last = try peer.receive(.goAway) }
        #expect(last.header.aux == StatusCode.unavailable.rawValue)
        try peer.readToTheEnd()
        return try unsafe GoAway(decoding: last.head.span.bytes).reason
      }
      #expect(reason.contains("did not end in time"))
      if probe.started.isSent { await probe.cancelled.wait() }
      await log.disconnection.wait()
    }
    #expect(log.ended == [.unavailable])
  }

  @Test func `calls that end within a drain's time end as ever`() async throws {
    var settings = ConnectionSettings.patient
    settings.maximumAge = .milliseconds(1)
    settings.maximumAgeGrace = .seconds(3600)
    try await Loopback.with([TestService()], settings: settings) { loopback in
      let (requests, replies) = try await TestServiceClient(loopback.channel).fullDuplexCall()
      var iterator = replies.makeAsyncIterator()
      for _ in 0..<20 {
        try await requests.write(
          RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 1, intervalUs: 5000)]))
        _ = try await iterator.next()
      }
      await requests.finish()
      #expect(try await iterator.next() == nil)
    }
  }
}
