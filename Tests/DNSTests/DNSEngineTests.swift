import Runtime
import Synchronization
import Testing

@testable import DNS

/// How many look-ups the engine gives to c-ares at once: look-ups that only note when they are begun.
@Suite struct DNSEngineTests {
  @Test(arguments: [1, 2, 7], [1, 2, 7, 20])
  func `as many look-ups are under way as allowed, and each that is done lets one more begin`(
    bound: Int, count: Int
  ) async throws {
    try await with(bound) { loop, engine in
      let log = BegunLookups()
      for _ in 0..<count { engine.submit(NotedLookup(log)) }
      await loop.settled()
      #expect(log.count == min(bound, count))
      for done in 1...count {
        await loop.run { log.endOne(in: engine) }
        #expect(log.count == min(bound + done, count))
      }
      #expect(log.underWay == 0)
    }
  }

  /// Its caller is gone, c-ares is not done with it: it counts until that is.
  @Test func `a look-up that has timed out keeps its place until c-ares lets go of it`()
    async throws
  {
    try await with(1) { loop, engine in
      let log = BegunLookups()
      for _ in 0..<2 { engine.submit(NotedLookup(log)) }
      await loop.run { log.timeOutOne() }
      #expect(log.count == 1)
      await loop.run { log.endOne(in: engine) }
      #expect(log.count == 2)
      await loop.run { log.endOne(in: engine) }
    }
  }

  private func with(
    _ bound: Int, _ body: (EventLoop, DNSEngine) async throws -> Void
  ) async throws {
    let loop = try EventLoop.start(name: "dns")
    var settings = DNSSettings()
    settings.maximumConcurrent = bound
    settings.timeout = .seconds(3600)
    let engine = DNSEngine(loop, settings)
    defer { engine.stop() }
    try await body(loop, engine)
  }
}

/// Which look-ups have begun, and which of them are not done.
private final class BegunLookups: Sendable {
  private struct State {
    var count = 0
    var open: [NotedLookup] = []
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.count } }
  var underWay: Int { state.withLock { $0.open.count } }

  func begun(_ lookup: NotedLookup) {
    state.withLock { state in
      state.count += 1
      state.open.append(lookup)
    }
  }

  /// As c-ares does; on the loop.
  func endOne(in engine: DNSEngine) {
    guard let lookup = state.withLock({ $0.open.popLast() }) else { return }
    lookup.end(.success {})
    engine.done(lookup)
  }

  /// As the loop's clock does; on the loop.
  func timeOutOne() { state.withLock { $0.open.last }?.fire() }
}

/// `@unchecked Sendable`: as its base class, used on its engine's loop only.
private final class NotedLookup: Lookup, @unchecked Sendable {
  private let log: BegunLookups

  init(_ log: BegunLookups) {
    self.log = log
    super.init("noted.example")
  }

  @safe override func begin(_ channel: OpaquePointer) { log.begun(self) }
}

extension EventLoop {
  /// Returns when the loop has done `work` and what that has queued.
  fileprivate func run(_ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { waiter in
      execute {
        work()
        // Behind what the work has queued: closures run in order.
        self.execute { waiter.resume() }
      }
    }
  }

  fileprivate func settled() async { await run {} }
}
