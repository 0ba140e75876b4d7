import Foundation
import Messages
import Synchronization
import TestKit
import Testing

@testable import RPC

/// Work that nobody waits for any more is not begun; and a task whose handler failed is used again.
@Suite struct LateStartTests {
  @Test func `a call whose deadline passes before its turn comes is refused unstarted`()
    async throws
  {
    let busy = Busy()
    let log = ServerLog()
    try await Loopback.with([busy], observer: log) { loopback in
      let head = RequestHead(method: Busy.block.path).encoded()
      let late = RequestHead(method: Busy.work.path).encoded()
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        // In one write, and so in one turn: the first keeps the loop until the second is too late.
        try peer.send(
          RawPeer.bytes(.request, .end, stream: 1, head: head)
            + RawPeer.bytes(.request, .end, stream: 3, aux: 20_000, head: late))
        #expect(try peer.outcome(of: 3).header.aux == StatusCode.deadlineExceeded.rawValue)
      }
      #expect(busy.begun.withLock { $0 } == 0)
      #expect(log.refusals == [.deadlinePassed])
    }
  }

  @Test func `a call that is cancelled before its turn comes is not begun`() async throws {
    let busy = Busy()
    try await Loopback.with([busy]) { loopback in
      let head = RequestHead(method: Busy.work.path).encoded()
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        try peer.send(
          RawPeer.bytes(.request, .end, stream: 1, head: head)
            + RawPeer.bytes(.reset, stream: 1, aux: StatusCode.cancelled.rawValue)
            + RawPeer.bytes(.request, .end, stream: 3, head: head))
        #expect(try peer.outcome(of: 3).header.aux == 0)
      }
      #expect(busy.begun.withLock { $0 } == 1)
    }
  }

  @Test func `a task whose handler failed serves the next call, one that was cancelled does not`()
    async throws
  {
    let probe = Probe()
    try await Loopback.with([Failing(), probe]) { loopback in
      for _ in 0..<5 {
        await #expect(throws: RPCError.self) {
          try await loopback.channel.unary(Failing.method, RPCV1.Empty())
        }
      }
      #expect(await loopback.server.tasksMade == 1)
      // Two at once need two tasks; of these the cancelled one is not used again.
      let cancelled = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      cancelled.cancel()
      await probe.cancelled.wait()
      for _ in 0..<5 {
        await #expect(throws: RPCError.self) {
          try await loopback.channel.unary(Failing.method, RPCV1.Empty())
        }
      }
      #expect(await loopback.server.tasksMade == 2)
    }
  }
}

/// One method that keeps the loop for itself, and one that counts.
private final class Busy: ServiceHandler {
  static let block = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Busy", name: "Block", kind: .unary, idempotency: .noSideEffects)
  static let work = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Busy", name: "Work", kind: .unary, idempotency: .noSideEffects)

  let begun = Mutex(0)

  func register(in router: inout Router) {
    router.unary(Self.block) { request, _ in
      usleep(100_000)
      return request
    }
    router.unary(Self.work) { request, _ in
      self.begun.withLock { $0 += 1 }
      return request
    }
  }
}

/// A handler that throws.
private struct Failing: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Failing", name: "Fail", kind: .unary, idempotency: .noSideEffects)

  func register(in router: inout Router) {
    router.unary(Self.method) { _, _ in throw RPCError(.notFound, "as ever") }
  }
}
