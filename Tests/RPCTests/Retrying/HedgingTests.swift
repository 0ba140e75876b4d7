import Dispatch
import Messages
import RPC
import Runtime
import Synchronization
import TestKit
import Testing

@Suite struct HedgingTests {
  private let request = RPCV1.SimpleRequest()

  @Test func `a slow first answer is beaten, and is cancelled on its server`() async throws {
    let slow = SlowFirst()
    try await Loopback.with([slow]) { loopback in
      var options = RetryBed.patience()
      options.hedging = .own(try HedgingPolicy(hedgingDelay: .milliseconds(1)))
      let reply = try await loopback.channel.unary(SlowFirst.method, request, options)
      #expect(reply.attempt == 1)
      await slow.cancelled.wait()
    }
  }

  @Test func `the first good answer counts, whichever attempt it is of`() async throws {
    for winner in 0..<3 {
      try await RetryBed.with(hedging: try Self.policy(3, .milliseconds(1))) { bed in
        async let call = bed.channel.unary(RetryBed.read, request, RetryBed.patience())
        let (attempts, losers, reset) = try await bed.listener.accept { peer in
          try peer.hello()
          let seen = try (0..<3).map { _ in try peer.request() }
          try peer.answer(seen[winner], peer: "\(winner)")
          let losers = Set((0..<3).filter { $0 != winner }.map { seen[$0].stream })
          let reset = try Set((0..<2).map { _ in try peer.receive(.reset).header.stream })
          return (seen.map(\.attempt), losers, reset)
        }
        #expect(attempts == [0, 1, 2])
        #expect(reset == losers)
        let reply = try await call
        #expect(reply.peer == "\(winner)")
      }
    }
  }

  @Test func `a failure that is not fatal brings the next attempt without delay`() async throws {
    try await RetryBed.with(hedging: try Self.policy(3, .seconds(3600))) { bed in
      async let call = bed.channel.unary(RetryBed.read, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request())
        try peer.fail(peer.request())
        try peer.answer(peer.request(), peer: "third")
        try peer.settle()
      }
      let reply = try await call
      #expect(reply.peer == "third")
    }
  }

  @Test func `when all attempts fail the last failure is the call's`() async throws {
    try await RetryBed.with(hedging: try Self.policy(2, .milliseconds(1))) { bed in
      let call = bed.begin(RetryBed.read, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        let seen = try (0..<2).map { _ in try peer.request() }
        try peer.fail(seen[0], .unavailable, "the first")
        try peer.settle()
        try peer.fail(seen[1], .unavailable, "the second")
        try peer.settle()
      }
      let error = await RetryBed.failure(of: call)
      #expect(error?.message == "the second")
    }
  }

  @Test func `a fatal failure of one attempt ends the others`() async throws {
    for fatal in 0..<2 {
      try await RetryBed.with(hedging: try Self.policy(2, .milliseconds(1))) { bed in
        let call = bed.begin(RetryBed.read, RetryBed.patience())
        try await bed.listener.accept { peer in
          try peer.hello()
          let seen = try (0..<2).map { _ in try peer.request() }
          try peer.fail(seen[fatal], .dataLoss)
          let reset = try peer.receive(.reset)
          #expect(reset.header.stream == seen[1 - fatal].stream)
        }
        let error = await RetryBed.failure(of: call)
        #expect(error?.code == .dataLoss)
      }
    }
  }

  @Test func `an answer that is no message is the call's failure, of whichever attempt`()
    async throws
  {
    for bad in 0..<2 {
      try await RetryBed.with(hedging: try Self.policy(2, .milliseconds(1))) { bed in
        let call = bed.begin(RetryBed.read, RetryBed.patience())
        try await bed.listener.accept { peer in
          try peer.hello()
          let seen = try (0..<2).map { _ in try peer.request() }
          try peer.send(.response, .end, stream: seen[bad].stream, body: [0xFF])
          try peer.settle()
        }
        let error = await RetryBed.failure(of: call)
        #expect(error?.code == .internal)
      }
    }
  }

  @Test func `push-back moves the next attempt, and never means never`() async throws {
    try await RetryBed.with(hedging: try Self.policy(2, .seconds(3600))) { bed in
      _ = try await bed.beginPushedBack(by: 1, isRepeated: true).value
    }
    try await RetryBed.with(hedging: try Self.policy(2, .seconds(3600))) { bed in
      let call = try await bed.beginPushedBack(by: RPCError.neverRetry, isRepeated: false)
      let error = await RetryBed.failure(of: call)
      #expect(error?.code == .unavailable)
    }
  }

  @Test func `a refused attempt is sent again for nothing`() async throws {
    let throttle = try RetryThrottle(maximumTokens: 1, tokenRatio: 0.001)
    try await RetryBed.with(hedging: try Self.policy(2, .seconds(3600)), throttle: throttle) {
      bed in
      let call = bed.begin(RetryBed.read, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.refuse(peer.request())
        try peer.refuse(peer.request())
        try peer.settle()
      }
      let error = await RetryBed.failure(of: call)
      #expect(error?.isUnprocessed == true)
    }
  }

  @Test func `cancelling the caller's task cancels every attempt`() async throws {
    try await RetryBed.with(hedging: try Self.policy(3, .milliseconds(1))) { bed in
      let call = Task { try await bed.channel.unary(RetryBed.read, request, CallOptions()) }
      try await bed.listener.accept { peer in
        try peer.hello()
        let seen = try (0..<3).map { _ in try peer.request().stream }
        call.cancel()
        let reset = try (0..<3).map { _ in try peer.receive(.reset).header.stream }
        #expect(Set(reset) == Set(seen))
      }
      let result = await call.result
      let error = #expect(throws: RPCError.self) { try result.get() }
      #expect(error?.code == .cancelled)
    }
  }

  @Test func `an answer stops the timer of the next attempt`() async throws {
    try await RetryBed.with(hedging: try Self.policy(2, .seconds(3600))) { bed in
      let (isOut, mayAnswer) = (Signal(), DispatchSemaphore(value: 0))
      let mayEnd = DispatchSemaphore(value: 0)
      async let script: Void = bed.listener.accept { peer in
        try peer.hello()
        let request = try peer.request()
        try peer.settle()
        isOut.send()
        _ = mayAnswer.wait(timeout: .now() + 60)
        try peer.answer(request)
        _ = mayEnd.wait(timeout: .now() + 60)
      }
      let call = bed.begin(RetryBed.read, CallOptions())
      await isOut.wait()
      let before = await bed.timers
      mayAnswer.signal()
      _ = try await call.value
      let after = await bed.timers
      #expect(after == before - 1)
      mayEnd.signal()
      try await script
    }
  }

  @Test func `a channel that closes ends a hedged call that waits for its next attempt`()
    async throws
  {
    try await RetryBed.with(hedging: try Self.policy(2, .seconds(3600))) { bed in
      let call = Task { try await bed.channel.unary(RetryBed.read, request, CallOptions()) }
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request(), retryAfter: 3_600_000)
        try peer.settle()
      }
      await bed.channel.close()
      let result = await call.result
      let error = #expect(throws: RPCError.self) { try result.get() }
      #expect(error?.code == .cancelled)
    }
  }

  // What may be hedged

  @Test func `a call's own hedging of what may not be hedged fails unsent, and says why`()
    async throws
  {
    try await RetryBed.with { bed in
      let options = RetryBed.patience(hedging: .own(try Self.policy(2, .zero)))
      for method in [RetryBed.replace, RetryBed.change] {
        let error = await #expect(throws: RPCError.self) {
          try await bed.channel.unary(method, request, options)
        }
        #expect(error?.code == .internal)
        #expect(error?.message.contains("\(method.path) cannot be hedged") == true)
        #expect(error?.message.contains("NO_SIDE_EFFECTS") == true)
      }
      var stream = bed.channel.serverStreaming(RetryBed.list, request, options).makeAsyncIterator()
      let error = await #expect(throws: RPCError.self) { try await stream.next() }
      #expect(error?.code == .internal)
      async let script = bed.listener.accept { peer in
        try peer.hello()
        let first = try peer.request()
        try peer.answer(first)
        try peer.settle()
        return first.name
      }
      _ = try await bed.channel.unary(RetryBed.marker, request, RetryBed.patience())
      let name = try await script
      #expect(name == "Marker")
    }
  }

  @Test func `a channel's hedging leaves alone what may not be hedged, and whoever wants none`()
    async throws
  {
    try await RetryBed.with(hedging: try Self.policy(2, .zero)) { bed in
      let calls: [@Sendable () async throws -> RPCV1.SimpleResponse] = [
        { try await bed.channel.unary(RetryBed.change, request, RetryBed.patience()) },
        { try await bed.channel.unary(RetryBed.replace, request, RetryBed.patience()) },
        {
          try await bed.channel.unary(RetryBed.read, request, RetryBed.patience(hedging: .off))
        },
      ]
      async let script = bed.listener.accept { peer in
        try peer.hello()
        var attempts: [UInt32] = []
        for _ in calls {
          let request = try peer.request()
          // Turns enough of the client's loop for its timers, which have nothing to send.
          for _ in 0..<50 { try peer.settle() }
          attempts.append(request.attempt)
          try peer.answer(request)
        }
        try peer.settle()
        return attempts
      }
      for call in calls { _ = try await call() }
      let attempts = try await script
      #expect(attempts == [0, 0, 0])
    }
  }

  private static func policy(_ attempts: Int, _ delay: Duration) throws -> HedgingPolicy {
    try HedgingPolicy(maximumAttempts: attempts, hedgingDelay: delay)
  }
}

/// A handler whose first attempts never answer, and tell when they were cancelled.
private final class SlowFirst: ServiceHandler {
  static let method = Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>(
    service: "test.SlowFirst", name: "Get", kind: .unary, idempotency: .noSideEffects)

  let cancelled = Signal()

  func register(in router: inout Router) {
    router.unary(Self.method) { _, call in
      guard call.attempt == 0 else { return RPCV1.SimpleResponse(attempt: call.attempt) }
      let (never, _) = AsyncStream.makeStream(of: Void.self)
      for await _ in never {}
      self.cancelled.send()
      throw CancellationError()
    }
  }
}
