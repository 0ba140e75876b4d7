import Dispatch
import Messages
@testable import RPC
import TestKit
import Testing

/// Calls beyond what a server takes at once are refused unseen.
@Suite struct ConcurrencyTests {
  private static var oneAtATime: ServerLimits {
    var limits = ServerLimits()
    var settings = AdaptiveLimit.Settings()
    (settings.floor, settings.initial, settings.ceiling) = (1, 1, 1)
    limits.concurrency = settings
    return limits
  }

  @Test func `calls beyond the streams that a server allows are refused as unprocessed`()
    async throws
  {
    let probe = Probe()
    var limits = ServerLimits.patient
    limits.maximumStreams = 1
    try await Loopback.with([probe, TestService()], limits: limits) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        try peer.call(1, Probe.method.path)
        try peer.call(3, RawPeer.emptyCall)
        #expect(try peer.outcome(of: 3).isRefusal)
        try peer.send(.reset, stream: 1, aux: StatusCode.cancelled.rawValue)
        try peer.call(5, RawPeer.emptyCall)
        #expect(try peer.outcome(of: 5).header.type == .response)
      }
    }
  }

  @Test func `a call beyond the adaptive limit is shed, and told when to come back`() async throws {
    let probe = Probe()
    let log = ServerLog()
    try await Loopback.with([probe], limits: Self.oneAtATime, observer: log) { loopback in
      let first = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      let error = await #expect(throws: RPCError.self) {
        try await loopback.channel.unary(Probe.method, RPCV1.Empty())
      }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.isUnprocessed == true)
      #expect((20...4000).contains(error?.retryAfterMilliseconds ?? 0))
      #expect(error?.message.contains("retry_after") == false)
      #expect(Set(log.refusals) == [.overload])
      first.cancel()
      _ = await first.result
    }
  }

  @Test func `streams and health checks go on beyond the adaptive limit`() async throws {
    let probe = Probe()
    let health = HealthService(services: [])
    try await Loopback.with([probe, health], limits: Self.oneAtATime) { loopback in
      let first = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      for _ in 0..<10 {
        let reply = try await HealthClient(loopback.channel).check(RPCV1.HealthRequest())
        #expect(reply.status == .notServing)
      }
      var streams: [MessageIterator<RPCV1.Empty>] = []
      for _ in 0..<3 {
        streams.append(
          loopback.channel.serverStreaming(Probe.streaming, RPCV1.Empty()).makeAsyncIterator())
      }
      for index in streams.indices { #expect(try await streams[index].next() != nil) }
      first.cancel()
      _ = await first.result
    }
  }

  @Test func `a call counts for as long as its handler is at work, even when its client is gone`()
    async throws
  {
    let stubborn = Stubborn()
    let log = ServerLog()
    try await Loopback.with([stubborn], limits: Self.oneAtATime, observer: log) { loopback in
      let first = Task { try await loopback.channel.unary(Stubborn.method, RPCV1.Empty()) }
      await stubborn.started.wait()
      first.cancel()
      _ = await first.result
      let error = await #expect(throws: RPCError.self) {
        try await loopback.channel.unary(Stubborn.method, RPCV1.Empty())
      }
      #expect(error?.isUnprocessed == true)
      stubborn.release.send()
    }
  }

  @Test func `a client that cancels and calls again cannot pile up handlers`() async throws {
    let stubborn = Stubborn()
    let log = ServerLog()
    var limits = ServerLimits.patient
    limits.maximumStreams = 4
    try await Loopback.with([stubborn, TestService()], limits: limits, observer: log) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        for stream in UInt32(0)..<8 {
          try peer.call(2 * stream + 1, Stubborn.method.path)
          stubborn.waitForOneOnThread()
          try peer.send(.reset, stream: 2 * stream + 1, aux: StatusCode.cancelled.rawValue)
        }
        try peer.call(17, Stubborn.method.path)
        #expect(try peer.outcome(of: 17).isRefusal)
      }
      #expect(log.refusals == [.abandonedHandlers])
      stubborn.release.send()
    }
  }

  @Test func `push-back is read off the end of a RESET's text, and nothing else is`() {
    func read(_ text: String) -> RPCError {
      RPCError(reset: .resourceExhausted, text, isUnprocessed: true)
    }
    let refusal = RPCError(.resourceExhausted, "busy", retryAfterMilliseconds: 250)
    #expect(read(refusal.resetText).retryAfterMilliseconds == 250)
    #expect(read(refusal.resetText).message == "busy")
    for text in [
      "", "busy", "retry_after_ms=5", " retry_after_ms=", " retry_after_ms=x",
      " retry_after_ms=-5", " retry_after_ms=99999999999", "5", " retry_after_ms=5 s",
    ] {
      #expect(read(text).retryAfterMilliseconds == 0)
      #expect(read(text).message == (text.isEmpty ? "reset by the peer" : text))
    }
  }
}

/// A handler that does not notice that nobody waits for it any more.
final class Stubborn: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Stubborn", name: "Work", kind: .unary, idempotency: .unknown)

  let started = Signal()
  let release = Signal()
  private let arrivals = DispatchSemaphore(value: 0)

  /// Blocks the calling thread until one more call has reached its handler.
  func waitForOneOnThread() { arrivals.wait() }

  func register(in router: inout Router) {
    router.unary(Self.method) { request, _ in
      self.started.send()
      self.arrivals.signal()
      await self.release.wait()
      return request
    }
  }
}
