import TestKit
import Testing

@testable import RPC

/// Keepalive's rule, in a time of its own: 30 of silence, 10 for the answer.
@Suite struct KeepaliveTests {
  @Test func `a silent peer is asked, and given up when it does not answer`() {
    var rule = Keepalive(interval: 30, timeout: 10)
    #expect(rule.check(29, heard: 0) == .alive)
    #expect(rule.check(30, heard: 0) == .ping)
    #expect(rule.nextCheck(now: 30, lastReceived: 0) == 40)
    #expect(rule.check(39, heard: 0) == .alive)
    #expect(rule.check(40, heard: 0) == .dead("the peer did not answer a PING in time"))
  }

  @Test func `a connection whose peer does not answer is closed, and the process goes on`()
    async throws
  {
    var settings = ConnectionSettings.patient
    settings.keepaliveInterval = .milliseconds(20)
    settings.keepaliveTimeout = .milliseconds(20)
    let log = ServerLog()
    try await Loopback.with([TestService()], settings: settings, observer: log) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        _ = try peer.receive(.ping)
        try peer.readToTheEnd()
      }
      await log.disconnection.wait()
    }
  }

  @Test func `whatever the peer says after the question is an answer`() {
    var rule = Keepalive(interval: 30, timeout: 10)
    #expect(rule.check(30, heard: 0) == .ping)
    #expect(rule.check(40, heard: 35) == .alive)
    #expect(rule.nextCheck(now: 40, lastReceived: 35) == 65)
    #expect(rule.check(65, heard: 35) == .ping)
  }

  @Test func `a peer that has answered is asked again in time, however long it may take to answer`()
  {
    var rule = Keepalive(interval: 10, timeout: 100)
    #expect(rule.check(10, heard: 0) == .ping)
    #expect(rule.nextCheck(now: 10, lastReceived: 0) == 20)
    #expect(rule.check(20, heard: 11) == .alive)
    #expect(rule.nextCheck(now: 20, lastReceived: 11) == 21)
    #expect(rule.check(21, heard: 11) == .ping)
    // It has its whole time nevertheless.
    #expect(rule.nextCheck(now: 111, lastReceived: 11) == 121)
    #expect(rule.check(120, heard: 11) == .alive)
    #expect(rule.check(121, heard: 11) == .dead("the peer did not answer a PING in time"))
  }

  @Test func `a peer that is not read is not taken for silent`() {
    var rule = Keepalive(interval: 30, timeout: 10)
    #expect(rule.check(30, heard: 0) == .ping)
    #expect(rule.check(40, heard: 0, unsentSince: 39) == .alive)
    #expect(rule.nextCheck(now: 40, lastReceived: 0) == 70)
    #expect(rule.check(70, heard: 0, unsentSince: 69) == .alive)
    // It is read again, and has its time from here.
    #expect(rule.check(75, heard: 0) == .alive)
    #expect(rule.check(100, heard: 0) == .ping)
    #expect(rule.check(109, heard: 0) == .alive)
  }

  @Test func `a peer that takes nothing while it is not read is given up all the same`() {
    var rule = Keepalive(interval: 30, timeout: 10)
    #expect(rule.check(39, heard: 0, unsentSince: 0) == .alive)
    let verdict = rule.check(40, heard: 0, unsentSince: 0)
    #expect(verdict == .dead("the peer did not take what was sent to it in time"))
  }
}

extension Keepalive {
  fileprivate mutating func check(_ now: Int64, heard: Int64, unsentSince: Int64? = nil) -> Verdict
  {
    check(
      now: now, lastReceived: heard, unsentSince: unsentSince, isReadingPaused: unsentSince != nil)
  }
}
