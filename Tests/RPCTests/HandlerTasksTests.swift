import Messages
@testable import RPC
import Runtime
import Synchronization
import TestKit
import Testing

/// Calls that come together are served in one task, and none of them waits for another.
@Suite struct HandlerTasksTests {
  @Test func `calls that came together need one task`() async throws {
    let count: UInt32 = 50
    try await Loopback.with([Mixed()]) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        try peer.send((0..<count).flatMap { Self.request(Mixed.quick, stream: 2 * $0 + 1) })
        for number in 0..<count {
          #expect(try peer.outcome(of: 2 * number + 1).header.aux == 0)
        }
      }
      #expect(await loopback.server.tasksMade == 1)
    }
  }

  @Test func `a handler that waits holds up none of those that came with it`() async throws {
    let mixed = Mixed()
    try await Loopback.with([mixed]) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        try peer.send(
          Self.request(Mixed.slow, stream: 1) + Self.request(Mixed.slow, stream: 3)
            + Self.request(Mixed.quick, stream: 5) + Self.request(Mixed.quick, stream: 7))
        #expect(try peer.outcome(of: 5).header.aux == 0)
        #expect(try peer.outcome(of: 7).header.aux == 0)
        mixed.release.send()
        #expect(try peer.outcome(of: 1).header.aux == 0)
        #expect(try peer.outcome(of: 3).header.aux == 0)
      }
    }
  }

  @Test func `a call that fails in its own handler ends none of those behind it`() async throws {
    try await Loopback.with([Mixed()]) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        try peer.send(
          Self.request(Mixed.tooLarge, stream: 1) + Self.request(Mixed.quick, stream: 3)
            + Self.request(Mixed.cancelled, stream: 5) + Self.request(Mixed.quick, stream: 7))
        let tooLarge = StatusCode.resourceExhausted.rawValue
        #expect(try peer.outcome(of: 1).header.aux == tooLarge)
        #expect(try peer.outcome(of: 3).header.aux == 0)
        // The task of the failed call was cancelled with it; this one sees nothing of that.
        #expect(try peer.outcome(of: 5).header.aux == 0)
        #expect(try peer.outcome(of: 7).header.aux == 0)
      }
    }
  }

  @Test func `calls that wait when the server begins to drain are served`() async throws {
    let mixed = Mixed()
    let loopback = try await Loopback([mixed])
    try await RawPeer.connect(to: loopback.address) { peer in
      try peer.greet()
      try peer.send(
        Self.request(Mixed.slow, stream: 1) + Self.request(Mixed.slow, stream: 3)
          + Self.request(Mixed.quick, stream: 5))
      #expect(try peer.outcome(of: 5).header.aux == 0)
      let drained = Signal()
      Task {
        await loopback.server.drain(within: .seconds(60))
        drained.send()
      }
      _ = try peer.receive(.goAway)
      mixed.release.send()
      #expect(try peer.outcome(of: 1).header.aux == 0)
      #expect(try peer.outcome(of: 3).header.aux == 0)
    }
    await loopback.stop()
  }

  private static func request(
    _ method: Method<RPCV1.Empty, RPCV1.SimpleResponse>, stream: UInt32
  ) -> [UInt8] {
    RawPeer.bytes(
      .request, .end, stream: stream, head: RequestHead(method: method.path).encoded())
  }
}

/// Code that lives on an actor calls, is called, and stands in between.
@Suite struct ActorCallerTests {
  @Test func `actors call, and an interceptor goes on from another executor`() async throws {
    let mixed = Mixed()
    let bystander = Bystander()
    try await Loopback.with(
      [mixed], interceptors: [bystander]
    ) { loopback in
      let caller = Caller(channel: loopback.channel)
      for _ in 0..<20 {
        let bytes = try await (caller.call(), Self.callFromMain(loopback.channel))
        #expect(bytes == (1, 1))
      }
    }
    #expect(bystander.seen.withLock { $0 } == 40)
    // The handler runs on its loop, wherever the interceptor is.
    #expect(mixed.strayed.withLock { $0 } == 0)
  }

  @MainActor private static func callFromMain(_ channel: Channel) async throws -> Int {
    try await channel.unary(Mixed.quick, RPCV1.Empty()).payload.count
  }

  private actor Caller {
    let channel: Channel
    init(channel: Channel) { self.channel = channel }
    func call() async throws -> Int {
      try await channel.unary(Mixed.quick, RPCV1.Empty()).payload.count
    }
  }

  /// Goes on from a thread of its own choice.
  private final class Bystander: ServerInterceptor {
    let seen = Mutex(0)

    func intercept(
      _ call: CallContext, _ next: (CallContext) async throws -> Void
    ) async throws {
      seen.withLock { $0 += 1 }
      try await withTaskExecutorPreference(globalConcurrentExecutor) { try await next(call) }
    }
  }
}

/// Methods that answer at once, when told to, and with more than anybody accepts.
private final class Mixed: ServiceHandler {
  typealias Unary = Method<RPCV1.Empty, RPCV1.SimpleResponse>
  static let quick = Unary(
    service: "test.Mixed", name: "Quick", kind: .unary, idempotency: .noSideEffects)
  static let slow = Unary(
    service: "test.Mixed", name: "Slow", kind: .unary, idempotency: .noSideEffects)
  static let tooLarge = Unary(
    service: "test.Mixed", name: "TooLarge", kind: .unary, idempotency: .noSideEffects)
  static let cancelled = Unary(
    service: "test.Mixed", name: "Cancelled", kind: .unary, idempotency: .noSideEffects)

  let release = Signal()
  /// Handlers that ran on no loop.
  let strayed = Mutex(0)

  func register(in router: inout Router) {
    router.unary(Self.quick) { _, _ in
      if EventLoop.current == nil { self.strayed.withLock { $0 += 1 } }
      return RPCV1.SimpleResponse(payload: [1])
    }
    router.unary(Self.slow) { _, _ in
      await self.release.wait()
      return RPCV1.SimpleResponse()
    }
    router.unary(Self.tooLarge) { _, _ in
      RPCV1.SimpleResponse(payload: [UInt8](repeating: 0, count: 5 << 20))
    }
    router.unary(Self.cancelled) { _, _ in
      try Task.checkCancellation()
      return RPCV1.SimpleResponse()
    }
  }
}
