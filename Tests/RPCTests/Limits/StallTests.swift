import Messages
import RPC
import TestKit
import Testing

/// A peer that begins and does not go on is not waited for.
@Suite struct StallTests {
  private func withServer(_ script: @escaping @Sendable (RawPeer) throws -> Void) async throws {
    var limits = ServerLimits.patient
    limits.stallTimeout = .milliseconds(200)
    let log = ServerLog()
    try await Loopback.with([TestService(), CountingSource()], limits: limits, observer: log) {
      try await RawPeer.connect(to: $0.address, script)
      await log.disconnection.wait()
    }
  }

  @Test func `a frame that begins and does not end costs the connection`() async throws {
    try await withServer { peer in
      try peer.greet()
      try peer.send([0, 0, 0, 100, 0, 0])
      let farewell = try peer.receive(.goAway)
      #expect(farewell.header.aux == StatusCode.resourceExhausted.rawValue)
      try peer.readToTheEnd()
    }
  }

  @Test func `a message that begins and does not end costs its call, which no handler saw`()
    async throws
  {
    try await withServer { peer in
      try peer.greet()
      try peer.call(1, RawPeer.unaryCall, .more, body: [1, 2, 3])
      #expect(try peer.outcome(of: 1).isRefusal)
      try peer.call(3, RawPeer.emptyCall)
      #expect(try peer.outcome(of: 3).header.aux == 0)
    }
  }

  @Test func `an answer that its client gives no credit for is given up`() async throws {
    try await withServer { peer in
      try peer.greet()
      let request = RPCV1.SimpleRequest(responseSize: 1 << 20).encoded()
      try peer.call(1, RawPeer.unaryCall, body: request)
      var frame = try peer.outcome(of: 1)
      while frame.header.type != .reset { frame = try peer.outcome(of: 1) }
      #expect(frame.header.aux == StatusCode.resourceExhausted.rawValue)
      #expect(!frame.isRefusal)
      try peer.call(3, RawPeer.emptyCall)
      #expect(try peer.outcome(of: 3).header.aux == 0)
    }
  }

  @Test func `a peer that never reads is closed`() async throws {
    var limits = ServerLimits.patient
    limits.stallTimeout = .milliseconds(200)
    let log = ServerLog()
    let source = CountingSource()
    try await Loopback.with([source], limits: limits, observer: log) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        var large = Settings()
        large.streamWindow = 1 << 30
        large.connectionWindow = 1 << 30
        try peer.greet(large)
        // Replies without end, and the credit for them: they fill the sockets' buffers.
        try peer.call(1, CountingSource.method.path)
        try log.waitForDisconnectionOnThread()
      }
    }
  }
}
