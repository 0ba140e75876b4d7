import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit
import Testing

/// Where there are several replicas, another attempt is made at another one.
@Suite struct RetryElsewhereTests {
  @Test func `a retry goes to another replica`() async throws {
    try await withTwo { channel, round in
      let (first, second) = try await places(
        of: Failing.method, channel, round, RetryBed.patience())
      #expect(first != second)
    }
  }

  @Test func `a hedge goes to another replica`() async throws {
    try await withTwo { channel, round in
      let policy = try HedgingPolicy(hedgingDelay: .milliseconds(1))
      let (first, second) = try await places(
        of: Silent.method, channel, round, RetryBed.patience(hedging: .own(policy)))
      #expect(first != second)
    }
  }

  /// Where the first attempt was, and where the second was answered.
  private func places(
    of method: Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>, _ channel: Channel, _ round: Int,
    _ options: CallOptions
  ) async throws -> (String, String) {
    let reply = try await channel.unary(
      method, RPCV1.SimpleRequest(payload: [UInt8(round)]), options)
    return (String(decoding: reply.payload, as: UTF8.self), reply.peer)
  }

  private func withTwo(_ body: (Channel, Int) async throws -> Void) async throws {
    let trail = Trail()
    let servers = [
      try await Loopback([Failing(name: "a", trail: trail), Silent(name: "a", trail: trail)]),
      try await Loopback([Failing(name: "b", trail: trail), Silent(name: "b", trail: trail)]),
    ]
    // A replica that is isolated leaves no choice.
    var balancing = BalancingSettings()
    balancing.outliers.maximumEjectionPercent = 0
    let ready = BothReady()
    let loops = try EventLoopGroup(count: 1, name: "client")
    let channel = Channel(
      target: servers.map(\.address.description).joined(separator: ","),
      tls: try TestCertificates.context(.client, "client"), expecting: nil, group: loops,
      settings: .patient, retry: RetryBed.quick(), balancing: balancing, observer: ready)
    do {
      _ = try await channel.unary(Failing.who, RPCV1.SimpleRequest(), RetryBed.patience())
      await ready.isSo.wait()
      for round in 0..<20 { try await body(channel, round) }
    } catch {
      Issue.record(error)
    }
    await channel.close()
    for server in servers { await server.stop() }
    loops.stop()
  }
}

/// Tells when there is a choice.
private final class BothReady: ChannelObserver {
  let isSo = Signal()
  private let ready = Mutex<Set<SocketAddress>>([])

  func changed(_ replica: SocketAddress, to state: ReplicaState) {
    let count = ready.withLock { ready in
      if state == .ready { ready.insert(replica) }
      return ready.count
    }
    if count == 2 { isSo.send() }
  }
}

/// Where the first attempt of each call was.
private actor Trail {
  private var places: [[UInt8]: String] = [:]
  private var waiting: [[UInt8]: CheckedContinuation<Void, Never>] = [:]

  func note(_ call: RPCV1.SimpleRequest, _ name: String) {
    places[call.payload] = name
    waiting.removeValue(forKey: call.payload)?.resume()
  }

  /// The second attempt's reply. It may have come first.
  func reply(to call: RPCV1.SimpleRequest, from name: String) async -> RPCV1.SimpleResponse {
    if places[call.payload] == nil {
      await withCheckedContinuation { waiting[call.payload] = $0 }
    }
    let first = places.removeValue(forKey: call.payload) ?? ""
    return RPCV1.SimpleResponse(payload: Array(first.utf8), peer: name, attempt: 1)
  }
}

/// Fails first attempts.
private struct Failing: ServiceHandler {
  static let method = Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>(
    service: "test.Failing", name: "Get", kind: .unary, idempotency: .idempotent)
  static let who = Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>(
    service: "test.Failing", name: "Who", kind: .unary, idempotency: .idempotent)

  let name: String
  let trail: Trail

  func register(in router: inout Router) {
    router.unary(Self.who) { _, _ in RPCV1.SimpleResponse(peer: name) }
    router.unary(Self.method) { request, call in
      guard call.attempt > 0 else {
        await trail.note(request, name)
        throw RPCError(.unavailable, "not the first time")
      }
      return await trail.reply(to: request, from: name)
    }
  }
}

/// Never answers first attempts.
private struct Silent: ServiceHandler {
  static let method = Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>(
    service: "test.Silent", name: "Get", kind: .unary, idempotency: .noSideEffects)

  let name: String
  let trail: Trail

  func register(in router: inout Router) {
    router.unary(Self.method) { request, call in
      guard call.attempt > 0 else {
        await trail.note(request, name)
        let (never, _) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        throw CancellationError()
      }
      return await trail.reply(to: request, from: name)
    }
  }
}
