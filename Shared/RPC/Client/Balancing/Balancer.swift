internal import Runtime

/// A loop's connections to the replicas of one priority, and the choice among them. Touched on its
/// loop only.
final class Balancer {
  let worker: ChannelWorker
  private(set) var members: [Subchannel] = []
  /// Those that calls are sent to, best kind first: the server has said HELLO and answers well; it is
  /// connected and answers well; it is connected.
  private(set) var available: [Subchannel] = []
  private var detector: OutlierDetector
  private var picker: Picker
  private var baseWeightsDiffer = false
  /// Until when a member may be in its slow start.
  private var slowUntil: Int64 = .min
  private var nextComparison: Int64?
  private var timer: BalancerTimer?

  init(_ worker: ChannelWorker) {
    self.worker = worker
    detector = OutlierDetector(worker.balancing.outliers)
    picker = Picker(seed: worker.pickerSeed)
  }

  /// There is nothing to choose from.
  var isSingle: Bool { members.count == 1 }
  /// Calls can go.
  var isServing: Bool { !available.isEmpty }
  /// ... to a server that has said HELLO.
  var isConfirmed: Bool { available.contains(where: \.isConfirmed) }
  /// None of its replicas can be reached.
  var isFailing: Bool { members.allSatisfy(\.isFailing) }
  var hasRoom: Bool { available.contains { $0.connection?.hasRoom ?? false } }

  // Calls

  /// Sends a call to the replica of its choice. False: none can take it now.
  func open(_ call: ClientCall) -> Bool {
    while let chosen = pick(avoiding: call.avoids) {
      if chosen.open(call) { return true }
    }
    dropDrained()
    return false
  }

  /// The one to take, and not the one that has had the call already, unless there is no other.
  private func pick(avoiding avoided: ObjectIdentifier?) -> Subchannel? {
    if available.count == 1 { return available[0].connection?.hasRoom == true ? available[0] : nil }
    guard let avoided else { return pick { _ in true } }
    return pick { ObjectIdentifier($0) != avoided } ?? pick { _ in true }
  }

  private func pick(where isAllowed: (ClientConnection) -> Bool) -> Subchannel? {
    let now = worker.loop.now
    let decay = worker.balancing.latencyDecay.nanoseconds
    let slowStart = worker.balancing.slowStart
    let isWeighted = baseWeightsDiffer || now < slowUntil
    let index = picker.pick(
      count: available.count,
      heaviest: isWeighted ? available.lazy.map(\.weight).max() : nil,
      weight: { index in
        let replica = available[index]
        guard let since = replica.slowSince else { return replica.weight }
        return replica.weight * slowStart.share(since: since, now: now)
      },
      cost: { index in
        guard let connection = available[index].connection, connection.hasRoom,
          isAllowed(connection)
        else { return nil }
        return available[index].latency.cost(
          inFlight: connection.streams.count, now: now, decay: decay)
      })
    return index.map { available[$0] }
  }

  /// Connections that take no more calls, without having been told so: their stream ids are used up.
  private func dropDrained() {
    for member in available {
      guard let connection = member.connection else { continue }
      // Of one that is closing it is told why by the connection itself.
      if connection.isDraining { member.lost(connection, nil) }
    }
  }

  // Members

  /// From now on these are the replicas.
  func update(_ replicas: [Replica]) {
    let chosen = Subset.choose(
      replicas, atMost: worker.balancing.maximumConnections, seed: worker.subsetSeed)
    let wanted = Dictionary(chosen.map { ($0.address, $0) }) { first, _ in first }
    for member in members where wanted[member.address] == nil {
      remove(member, RPCError(.unavailable, "\(member.address) offers the service no more"))
    }
    let isServed = !members.isEmpty
    let known = Dictionary(members.map { ($0.address, $0) }) { first, _ in first }
    for replica in chosen {
      if let member = known[replica.address] {
        member.weight = replica.weight
      } else {
        add(Subchannel(replica, self, isNewcomer: isServed))
      }
    }
    baseWeightsDiffer = members.contains { $0.weight != members[0].weight }
    rebuild()
    // With one there was nothing to compare.
    schedule()
    connect()
  }

  private func add(_ member: Subchannel) {
    member.index = members.count
    members.append(member)
    detector.add()
  }

  private func remove(_ member: Subchannel, _ reason: RPCError) {
    let index = member.index
    members.swapAt(index, members.count - 1)
    members.removeLast()
    let returned = detector.remove(index, now: worker.loop.now)
    if index < members.count { members[index].index = index }
    for index in returned { welcome(members[index]) }
    member.remove(reason)
  }

  /// Connects to all that are not, where there is more than one or a call waits.
  func connect() {
    for member in members { member.connect() }
  }

  /// Lets open calls finish, and forgets the replicas.
  func close(_ reason: RPCError) {
    let old = members
    members = []
    available = []
    if let timer { worker.loop.cancel(timer) }
    for member in old { member.remove(reason) }
  }

  // What members tell

  /// A connection has come.
  func changed() {
    rebuild()
    worker.changed()
  }

  /// A connection that worked is gone, or takes no more calls.
  func lost(_ member: Subchannel) {
    rebuild()
    if !isServing { for member in members { member.hurry() } }
    if !isSingle || worker.needsConnection { member.connect() }
    worker.lost()
  }

  func attemptFailed() {
    rebuild()
    worker.attemptFailed()
  }

  /// A call has ended there.
  func record(isFailure: Bool, _ member: Subchannel) {
    guard member.index < members.count, members[member.index] === member else { return }
    let now = worker.loop.now
    if nextComparison == nil {
      nextComparison = now + worker.balancing.outliers.interval.nanoseconds
      schedule()
    }
    if let reason = detector.record(isFailure: isFailure, member.index, now: now) {
      isolated([(member.index, reason)])
    }
  }

  // Isolation

  private func isolated(_ ejected: [(index: Int, reason: OutlierDetector.Reason)]) {
    guard !ejected.isEmpty else { return }
    for (index, reason) in ejected {
      let time = (detector.returnTime(index) ?? worker.loop.now) - worker.loop.now
      worker.observer.isolated(
        members[index].address, for: .nanoseconds(time), because: "\(reason)")
    }
    rebuild()
    schedule()
  }

  private func welcome(_ member: Subchannel) {
    member.startSlowly()
    worker.observer.returned(member.address)
  }

  fileprivate func timeCame() {
    let now = worker.loop.now
    for index in detector.release(now: now) { welcome(members[index]) }
    if let due = nextComparison, due <= now {
      nextComparison = nil
      isolated(detector.compareRates(now: now))
    }
    rebuild()
    schedule()
    worker.changed()
  }

  private func schedule() {
    guard !isSingle, let next = [detector.nextReturn, nextComparison].compactMap(\.self).min()
    else { return }
    let timer = timer ?? BalancerTimer(self)
    self.timer = timer
    worker.loop.schedule(timer, at: next)
  }

  private func rebuild() {
    let ready = members.filter { $0.connection != nil }
    let well = ready.filter { !detector.isEjected($0.index) }
    let confirmed = well.filter(\.isConfirmed)
    available = !confirmed.isEmpty ? confirmed : !well.isEmpty ? well : ready
    let window = worker.balancing.slowStart.window.nanoseconds
    slowUntil = available.compactMap(\.slowSince).max().map { $0 + window } ?? .min
  }

  /// Why nothing can be reached.
  var failure: String {
    let shown = 3
    if isSingle { return members[0].lastError?.message ?? "it has not been tried" }
    var reasons = members.prefix(shown).map { member in
      "\(member.address): \(member.lastError?.message ?? "not tried")"
    }
    if members.count > shown { reasons.append("and \(members.count - shown) more") }
    return reasons.joined(separator: "; ")
  }
}

/// When an isolation ends, or the rates of success are to be compared.
private final class BalancerTimer: TimerEntry {
  private weak var balancer: Balancer?

  init(_ balancer: Balancer) {
    self.balancer = balancer
    super.init()
  }

  override func fire() { balancer?.timeCame() }
}
