import Messages
import RPC
import Synchronization
import TestKit
import Testing

/// A drain ends what would go on for ever, and nothing else.
@Suite struct DrainStreamsTests {
  @Test func `a health watch ends with a drain, and says why`() async throws {
    let health = HealthService(services: [])
    let loopback = try await Loopback([health])
    let watch = HealthClient(loopback.channel).watch(RPCV1.HealthRequest())
    var iterator = watch.makeAsyncIterator()
    #expect(try await iterator.next()?.status == .notServing)
    // It returns when the last connection is gone: not after a limit such as this.
    await loopback.server.drain(within: .seconds(100_000))
    let error = await #expect(throws: RPCError.self) { try await iterator.next() }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("draining") == true)
    await loopback.stop()
  }

  @Test func `a watch that nobody reads does not hold up a drain`() async throws {
    let endless = Endless()
    let loopback = try await Loopback([endless])
    let drain = try await RawPeer.connect(to: loopback.address) { peer in
      try peer.greet()
      try peer.call(1, Endless.method.path)
      endless.stalled.waitOnThread()
      let drain = Drain(loopback.server)
      try peer.send(.ping, .ack, body: peer.receive(.ping).body)
      #expect(try peer.outcome(of: 1).header.aux == StatusCode.unavailable.rawValue)
      try peer.readToTheEnd()
      return drain
    }
    await drain.done.wait()
    await loopback.stop()
  }

  @Test func `a call that begins while its connection drains is told so at once`() async throws {
    let endless = Endless()
    let loopback = try await Loopback([endless])
    let drain = try await RawPeer.connect(to: loopback.address) { peer in
      try peer.greet()
      _ = try peer.receive(.hello)
      let drain = Drain(loopback.server)
      let ping = try peer.receive(.ping)
      // It was on its way when the server said so: it counts.
      try peer.call(1, Endless.method.path)
      #expect(try peer.outcome(of: 1).header.aux == StatusCode.unavailable.rawValue)
      try peer.send(.ping, .ack, body: ping.body)
      try peer.readToTheEnd()
      return drain
    }
    await drain.done.wait()
    #expect(endless.sawDraining.withLock { $0 } == true)
    await loopback.stop()
  }

  @Test func `a stream with an end of its own loses nothing to a drain`() async throws {
    let loopback = try await Loopback([TestService()])
    let sizes = [RPCV1.ResponseParameters](repeating: .init(size: 50_000), count: 50)
    let replies = TestServiceClient(loopback.channel).streamingOutputCall(
      RPCV1.StreamingOutputRequest(responseParameters: sizes))
    var iterator = replies.makeAsyncIterator()
    _ = try await iterator.next()
    async let drained: Void = loopback.server.drain(within: .seconds(100_000))
    var count = 1
    while try await iterator.next() != nil { count += 1 }
    #expect(count == 50)
    await drained
    await loopback.stop()
  }
}

/// Writes without end, and says when nobody reads.
private final class Endless: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.StreamingOutputResponse>(
    service: "test.Endless", name: "Watch", kind: .serverStreaming, idempotency: .noSideEffects)

  let stalled = ThreadSignal()
  let sawDraining = Mutex<Bool?>(nil)

  func register(in router: inout Router) {
    router.serverStreaming(Self.method) { _, replies, call in
      self.sawDraining.withLock { $0 = call.isDraining }
      call.endAtDrain()
      let message = RPCV1.StreamingOutputResponse(payload: [UInt8](repeating: 1, count: 10_000))
      for _ in 0..<20 { try await replies.write(message) }
      self.stalled.send()
      while true { try await replies.write(message) }
    }
  }
}

/// A drain under way.
private struct Drain {
  let done = Signal()

  init(_ server: Server) {
    Task { [done] in
      await server.drain(within: .seconds(100_000))
      done.send()
    }
  }
}
