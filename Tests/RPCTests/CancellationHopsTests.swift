import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit
import Testing

/// A client that disconnects cancels its handler, that handler's own calls, and so on: each within the
/// turn of the loop in which it is heard of. Turns are told apart by the loop's clock, which is read
/// once a turn.
@Suite struct CancellationHopsTests {
  @Test(arguments: [1, 2, 3])
  func `a disconnect passes each hop within one turn of its loop`(hops: Int) async throws {
    let loops = try EventLoopGroup(count: 1, name: "hops")
    let turns = Turns(loops.loops[0])
    var servers: [Server] = []
    var channels: [Channel] = []
    var next: SocketAddress?
    for hop in (0..<hops).reversed() {
      let channel = try next.map { try self.channel(to: $0, loops) }
      if let channel { channels.append(channel) }
      let server = Server(
        group: loops, tls: try TestCertificates.context(.server, "profile"),
        router: Router([Hop(turns, hop, next: channel)]), settings: .patient,
        observer: HopObserver(turns, hop))
      servers.append(server)
      next = try await server.start(at: SocketAddress(host: "127.0.0.1", port: 0))
    }
    if let next {
      try await RawPeer.connect(to: next) { peer in
        try peer.greet()
        try peer.call(1, Hop.method.path)
        turns.lastStarted.waitOnThread()
      }
    }
    await turns.lastEnded.wait()
    let seen = turns.seen.withLock { $0 }
    #expect(seen[0]?["disconnected"] == seen[0]?["cancelled"])
    for hop in 0..<hops {
      let events = seen[hop] ?? [:]
      #expect(events["cancelled"] != nil)
      // The call, its handler's task, and what that awaits: all over in the same turn.
      #expect(events["call ended"] == events["cancelled"])
      #expect(events["handler ended"] == events["cancelled"])
      if hop > 0, let before = seen[hop - 1]?["cancelled"], let now = events["cancelled"] {
        #expect(before <= now)
      }
    }
    for channel in channels { await channel.close() }
    for server in servers { await server.drain(within: .seconds(5)) }
    loops.stop()
  }

  private func channel(to address: SocketAddress, _ loops: EventLoopGroup) throws -> Channel {
    Channel(
      target: address.description, tls: try TestCertificates.context(.client, "gateway"),
      expecting: nil, group: loops, settings: .patient)
  }
}

/// When what happened, by hop.
private final class Turns: Sendable {
  let seen = Mutex<[Int: [String: Int64]]>([:])
  let lastStarted = ThreadSignal()
  let lastEnded = Signal()
  private let loop: EventLoop

  init(_ loop: EventLoop) { self.loop = loop }

  /// Notes the turn in which something happens for the first time; on the loop.
  func note(_ event: String, at hop: Int) {
    guard loop.isCurrent else { return }
    seen.withLock { seen in
      if seen[hop, default: [:]][event] == nil { seen[hop, default: [:]][event] = loop.now }
    }
  }
}

private struct Hop: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Hop", name: "Pass", kind: .unary, idempotency: .noSideEffects)

  let turns: Turns
  let number: Int
  let next: Channel?

  init(_ turns: Turns, _ number: Int, next: Channel?) {
    self.turns = turns
    self.number = number
    self.next = next
  }

  func register(in router: inout Router) {
    router.unary(Self.method) { request, call in
      defer { end() }
      return try await withTaskCancellationHandler {
        if let next {
          return try await next.unary(Self.method, request, CallOptions(inheriting: call))
        }
        turns.lastStarted.send()
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        return request
      } onCancel: {
        turns.note("cancelled", at: number)
      }
    }
  }

  private func end() {
    turns.note("handler ended", at: number)
    if next == nil { turns.lastEnded.send() }
  }
}

private struct HopObserver: ServerObserver, MethodRecorder {
  let turns: Turns
  let number: Int

  init(_ turns: Turns, _ number: Int) {
    self.turns = turns
    self.number = number
  }

  func recorder(forMethod path: String) -> any MethodRecorder { self }
  func connected(_ peer: PeerIdentity) {}
  func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool) {
    turns.note("disconnected", at: number)
  }
  func handlerFailed(method: String, error: any Error) {}
  func started() {}
  func ended(_ code: StatusCode, nanoseconds: Int64) { turns.note("call ended", at: number) }
}
