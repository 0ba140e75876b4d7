internal import Messages
internal import Runtime
internal import Synchronization
internal import TLS
internal import Wire

/// A channel's part on one loop: its connections there, and the calls that wait for one.
///
/// `@unchecked Sendable`: touched on its loop only; `Channel` goes there first.
final class ChannelWorker: @unchecked Sendable {
  let loop: EventLoop
  let channel: ChannelSettings
  /// Calls between two attempts.
  var retries = WaitingRetries()
  let share: LoopShare
  private let source: ReplicaSource
  private var pending = CallQueue()
  private var isSendingPending = false
  /// The one connection of a service with one replica: there is nothing to choose, or to compare.
  private var only: ClientConnection?
  /// Where the service is, by priority; nil before anyone has asked.
  private var groups: ReplicaGroups?
  /// The first groups, as many as it takes to have one that works.
  private var balancers: [Balancer] = []
  /// Why it is not known where the service is.
  private var unresolved: RPCError?
  private var hasBegun = false
  private var isClosed = false
  /// Attempts that have failed since the observer was last told that all have; nil: not told.
  private var failuresSinceTold: Int?

  init(loop: EventLoop, channel: ChannelSettings, source: ReplicaSource) {
    self.loop = loop
    share = LoopShare(loop: loop)
    self.channel = channel
    self.source = source
  }

  var balancing: BalancingSettings { channel.balancing }
  var backoff: Backoff { channel.backoff }
  var observer: any ChannelObserver { channel.observer }
  var subsetSeed: UInt64 { channel.seed }
  var pickerSeed: UInt64 { channel.balancing.seed ?? .random(in: 0 ... .max) }
  /// A replica that is alone, and lost, is connected to again when a call wants it; unless others could
  /// take its place, which nobody would know.
  var needsConnection: Bool { !pending.isEmpty || (groups?.count ?? 0) > 1 }

  // Calls

  func begin(_ call: ClientCall) {
    call.begin(by: self)
    start(call)
  }

  /// Sends a call as soon as there is a connection with room for it.
  func start(_ call: ClientCall) {
    guard !call.isOver else { return }
    if let only, only.open(call) { return }
    for balancer in balancers where balancer.open(call) { return }
    if let error = refusal {
      call.giveUpUnsent(error)
    } else if !call.options.waitsForReady, let failure {
      call.unreachable(failure)
    } else {
      pending.append(call)
      connect()
    }
  }

  /// Why no call will ever be sent.
  private var refusal: RPCError? {
    if isClosed { return RPCError(.cancelled, "the channel is closed") }
    if case .none(let error) = source { return error }
    return nil
  }

  /// Why no call can be sent, as long as nothing changes; nil where there is hope.
  private var failure: RPCError? {
    if let unresolved { return unresolved }
    guard !balancers.isEmpty, balancers.allSatisfy(\.isFailing) else { return nil }
    return unreachable(balancers.map(\.failure).joined(separator: "; "))
  }

  private func unreachable(_ reason: String) -> RPCError {
    RPCError(.unavailable, "\(channel.target) cannot be reached: \(reason)", isUnprocessed: true)
  }

  /// Not within itself: a call that ends as it is sent makes room for the next.
  private func sendPending() {
    guard !isSendingPending else { return }
    isSendingPending = true
    defer { isSendingPending = false }
    while !pending.isEmpty, balancers.contains(where: \.hasRoom), let call = pending.popFirst() {
      start(call)
    }
  }

  private func failPending(_ error: RPCError) {
    for call in pending.popAll() where !call.isOver {
      if isClosed {
        call.giveUpUnsent(error)
      } else if call.options.waitsForReady {
        pending.append(call)
      } else {
        call.unreachable(error)
      }
    }
  }

  // Where to

  private func connect() {
    guard hasBegun else {
      hasBegun = true
      switch source {
      case .fixed(let addresses):
        return resolved(.success([addresses.map { Replica(address: $0) }]))
      case .directory(let directory): return directory.subscribe(self)
      case .none: return
      }
    }
    for balancer in balancers { balancer.connect() }
  }

  /// It is known where the service is, or why not.
  func resolved(_ result: Result<ReplicaGroups, RPCError>) {
    guard !isClosed else { return }
    switch result {
    case .success(let groups):
      let reason = "\(channel.target) is not available, say its SRV records"
      unresolved = groups.isEmpty ? RPCError(.unavailable, reason) : nil
      use(groups)
    case .failure(let error): unresolved = unreachable(error.message)
    }
    if let unresolved { observer.unreachable(unresolved) }
    changed()
  }

  private func use(_ groups: ReplicaGroups) {
    self.groups = groups
    shrink(to: groups.count)
    for (balancer, group) in zip(balancers, groups) { balancer.update(group) }
    if balancers.isEmpty { grow() }
  }

  /// Turns to the next priority as well.
  private func grow() {
    guard let groups, balancers.count < groups.count else { return }
    let balancer = Balancer(self)
    balancers.append(balancer)
    balancer.update(groups[balancers.count - 1])
  }

  /// Uses no more than the first `count` priorities.
  private func shrink(to count: Int) {
    guard balancers.count > count else { return }
    let dropped = balancers[count...]
    balancers.removeLast(balancers.count - count)
    let reason = RPCError(.unavailable, "replicas of a better priority are back")
    for balancer in dropped { balancer.close(reason) }
  }

  // What balancers tell

  /// A connection has come or gone: other replicas may be needed, or calls may go.
  func changed() {
    guard !isClosed else { return }
    if let best = balancers.firstIndex(where: \.isConfirmed) {
      shrink(to: best + 1)
    } else if !balancers.isEmpty, balancers.allSatisfy(\.isFailing) {
      grow()
    }
    only = balancers.count == 1 && balancers[0].isSingle ? balancers[0].members[0].connection : nil
    if balancers.contains(where: \.isServing) {
      failuresSinceTold = nil
      sendPending()
    } else if let failure {
      failPending(failure)
    }
  }

  /// A connection that worked is gone.
  func lost() {
    changed()
    source.refresh()
  }

  func attemptFailed() {
    changed()
    source.refresh()
    guard !isClosed, unresolved == nil, let failure else { return }
    let count = balancers.reduce(0) { $0 + $1.members.count }
    if let told = failuresSinceTold, told + 1 < count {
      failuresSinceTold = told + 1
    } else {
      failuresSinceTold = 0
      observer.unreachable(failure)
    }
  }

  /// A stream has ended: a call that waited for room may have it.
  func roomAgain(_ connection: ClientConnection) {
    if !pending.isEmpty { sendPending() }
  }

  /// The only place that connects.
  func dial(_ replica: Subchannel) throws -> ClientConnection {
    let socket = try Socket.connect(to: replica.address)
    let tls = TLSConnection(
      channel.tls.current, fd: socket.fd, expecting: channel.peer, at: "\(replica.address)")
    return ClientConnection(
      socket: socket, tls: tls, share: share, settings: channel.settings, worker: self,
      replica: replica)
  }

  /// Lets open calls finish on their connections, fails those that wait, and takes no more.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    only = nil
    let reason = RPCError(.cancelled, "the channel is closed")
    let old = balancers
    balancers = []
    for balancer in old { balancer.close(reason) }
    for call in retries.removeAll() { call.giveUpUnsent(reason) }
    failPending(reason)
  }
}
