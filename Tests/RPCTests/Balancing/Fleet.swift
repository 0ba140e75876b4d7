import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit

/// Several servers that are one service, each of which counts its calls, and a channel to all.
final class Fleet: Sendable {
  /// One server.
  final class Member: Sendable {
    let address: SocketAddress
    let server: Server
    private let service = CountingService()
    private let loops: EventLoopGroup

    init(host: String = "127.0.0.1", port: UInt16 = 0) async throws {
      loops = try EventLoopGroup(count: 1, name: "replica")
      server = Server(
        group: loops, tls: try TestCertificates.context(.server, "profile"),
        router: Router([service]), settings: .patient)
      address = try await server.start(at: SocketAddress(host: host, port: port))
    }

    /// Calls that have come.
    var count: Int { service.state.withLock { $0.calls } }

    /// What it does before it answers, from now on.
    func set(_ answer: @escaping @Sendable () async throws -> Void) {
      service.state.withLock { $0.answer = answer }
    }

    func stop() async {
      await server.drain(within: .zero)
      loops.stop()
    }
  }

  let loops: EventLoopGroup
  let channel: Channel
  let events = ReplicaEvents()
  private let answered = Mutex(0)

  init(
    _ target: String, backoff: Backoff = .hasty, resolving: ResolvingSettings = ResolvingSettings(),
    settings: ConnectionSettings = .patient,
    _ change: (inout BalancingSettings) -> Void = { _ in }
  ) throws {
    var balancing = BalancingSettings()
    balancing.seed = 7
    // What a busy test machine takes for one call says nothing about the next.
    balancing.latencyDecay = .milliseconds(1)
    change(&balancing)
    loops = try EventLoopGroup(count: 1, name: "client")
    channel = Channel(
      target: target, tls: try TestCertificates.context(.client, "client"), expecting: nil,
      group: loops, settings: settings, backoff: backoff, retry: nil,
      balancing: balancing,
      resolving: resolving, observer: events)
  }

  convenience init(
    _ members: [Member], backoff: Backoff = .hasty,
    _ change: (inout BalancingSettings) -> Void = { _ in }
  ) throws {
    let target = members.map(\.address.description).joined(separator: ",")
    try self.init(target, backoff: backoff, change)
  }

  /// A call that must be answered, on a machine however busy. How many have been by then.
  @discardableResult
  func call(waitsForReady: Bool = true) async throws -> Int {
    let options = CallOptions(timeout: .seconds(120), waitsForReady: waitsForReady)
    _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), options)
    return answered.withLock { answered in
      answered += 1
      return answered
    }
  }

  /// So many calls, so many at a time.
  func call(_ count: Int, atOnce: Int = 1) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<atOnce {
        group.addTask { for _ in 0..<count / atOnce { try await self.call() } }
      }
      try await group.waitForAll()
    }
  }

  func stop(_ members: [Member] = []) async {
    await channel.close()
    loops.stop()
    for member in members { await member.stop() }
  }
}

extension Backoff {
  /// For tests, which have no network to be gentle with.
  static var hasty: Backoff {
    var backoff = Backoff()
    backoff.first = 2_000_000
    backoff.longest = 20_000_000
    backoff.longestWhileServed = 20_000_000
    return backoff
  }
}

/// What a channel says of its replicas, for a test to wait for.
final class ReplicaEvents: ChannelObserver {
  enum Event: Equatable, Sendable {
    case resolved([[SocketAddress]])
    case resolutionFailed
    case changed(SocketAddress, String)
    case isolated(SocketAddress)
    case returned(SocketAddress)
    case unreachable(String)
  }

  private struct State {
    var events: [Event] = []
    var waiters: [(isMet: ([Event]) -> Bool, waiter: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var all: [Event] { state.withLock { $0.events } }

  /// Returns once what has happened so far fulfils the condition.
  func wait(until isMet: @escaping @Sendable ([Event]) -> Bool) async {
    await withCheckedContinuation { waiter in
      let isOver = state.withLock { state in
        if isMet(state.events) { return true }
        state.waiters.append((isMet, waiter))
        return false
      }
      if isOver { waiter.resume() }
    }
  }

  /// Returns once this has happened so often.
  func wait(for event: Event, times count: Int = 1) async {
    await wait { events in events.count { $0 == event } >= count }
  }

  func ready(_ members: [Fleet.Member]) async {
    for member in members { await wait(for: .changed(member.address, "ready")) }
  }

  private func happened(_ event: Event) {
    let waiters = state.withLock { state in
      state.events.append(event)
      let events = state.events
      let met = state.waiters.filter { $0.isMet(events) }
      state.waiters.removeAll { $0.isMet(events) }
      return met.map(\.waiter)
    }
    for waiter in waiters { waiter.resume() }
  }

  func resolved(_ target: String, _ replicas: [[SocketAddress]]) { happened(.resolved(replicas)) }
  func resolutionFailed(_ target: String, _ error: RPCError) { happened(.resolutionFailed) }
  func isolated(_ replica: SocketAddress, for time: Duration, because reason: String) {
    happened(.isolated(replica))
  }
  func returned(_ replica: SocketAddress) { happened(.returned(replica)) }
  func unreachable(_ error: RPCError) { happened(.unreachable(error.message)) }
  func changed(_ replica: SocketAddress, to state: ReplicaState) {
    if case .failing = state {
      happened(.changed(replica, "failing"))
    } else {
      happened(.changed(replica, "\(state)"))
    }
  }
}

/// Answers, and counts.
private final class CountingService: ServiceHandler {
  struct State {
    var calls = 0
    var answer: @Sendable () async throws -> Void = {}
  }

  let state = Mutex(State())

  func register(in router: inout Router) {
    router.unary(TestServiceMethods.emptyCall) { [self] _, _ in
      let answer = state.withLock { state in
        state.calls += 1
        return state.answer
      }
      try await answer()
      return RPCV1.Empty()
    }
  }
}
