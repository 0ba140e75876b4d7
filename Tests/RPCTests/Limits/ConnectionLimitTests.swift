import Foundation
import Messages
import Runtime
import TLS
import TestKit
import Testing

@testable import RPC

/// Connections beyond what a server takes.
@Suite struct ConnectionLimitTests {
  @Test func `a connection beyond the server's is closed before TLS costs anything`() async throws {
    let log = ServerLog()
    var limits = ServerLimits.patient
    limits.maximumConnections = 1
    try await Loopback.with([TestService()], limits: limits, observer: log) { loopback in
      let client = TestServiceClient(loopback.channel)
      _ = try await client.emptyCall(RPCV1.Empty())
      await #expect(throws: (any Error).self) {
        try await RawPeer.connect(to: loopback.address) { _ in }
      }
      #expect(log.turnedAway == [.connections])
      _ = try await client.emptyCall(RPCV1.Empty())
    }
  }

  @Test func `there is room again for a connection when one has gone`() async throws {
    var limits = ServerLimits.patient
    limits.maximumConnections = 1
    let log = ServerLog()
    try await Loopback.with([TestService()], limits: limits, observer: log) { loopback in
      try await RawPeer.connect(to: loopback.address) { try $0.greet() }
      await log.disconnection.wait()
      _ = try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
    }
  }

  @Test func `a connection beyond its identity's is told to go, and that no call was taken`()
    async throws
  {
    let log = ServerLog()
    var limits = ServerLimits.patient
    limits.maximumConnectionsPerIdentity = 1
    try await Loopback.with([TestService()], limits: limits, observer: log) { loopback in
      _ = try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        try peer.call(1, RawPeer.emptyCall)
        let farewell = try peer.receive(.goAway)
        #expect(farewell.header.aux == StatusCode.resourceExhausted.rawValue)
        #expect(try unsafe GoAway(decoding: farewell.head.span.bytes).lastStream == 0)
        try peer.readToTheEnd()
      }
      #expect(log.turnedAway == [.connectionsOfIdentity])
    }
  }

  @Test func `with one handshake too many, the oldest is given up`() async throws {
    let log = ServerLog()
    var limits = ServerLimits.patient
    limits.maximumHandshakes = 2
    try await Loopback.with([TestService()], limits: limits, observer: log) { loopback in
      // Three that say nothing; then one that means it.
      let first = try Socket.connect(to: loopback.address)
      let second = try Socket.connect(to: loopback.address)
      let third = try Socket.connect(to: loopback.address)
      await log.rejection.wait()
      _ = try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
      #expect(log.turnedAway.allSatisfy { $0 == .handshakes })
      #expect([first.fd, second.fd, third.fd].allSatisfy { $0 >= 0 })
    }
  }

  @Test func `handshakes leave the queue in any order, and the oldest that is left goes first`() {
    var queue = HandshakeQueue<Int>(maximum: 3)
    let tickets = (0..<3).map { queue.enter($0).ticket }
    queue.leave(tickets[0])
    #expect(queue.enter(3).givenUp == nil)
    #expect(queue.enter(4).givenUp == 1)
    #expect(queue.enter(5).givenUp == 2)
    queue.leave(tickets[1])
    #expect(queue.count == 3)
    #expect(queue.enter(6).givenUp == 3)
  }

  @Test func `the census counts by identity and forgets who has left`() {
    let census = ConnectionCensus(maximum: 3, perIdentity: 1)
    #expect(census.enter())
    #expect(census.identify("a"))
    #expect(census.enter())
    #expect(!census.identify("a"))
    census.leave("a")
    census.leave("a")
    #expect(census.enter())
    #expect(census.identify("a"))
    #expect(census.enter())
    #expect(census.enter())
    #expect(!census.enter())
  }
}
