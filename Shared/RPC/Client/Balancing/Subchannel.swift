internal import Runtime
internal import Wire

/// A loop's connection to one replica: made when wanted, made again with back-off when lost, and what is
/// known of how the replica answers. Touched on its loop only.
final class Subchannel {
  enum State {
    case idle
    case connecting(ClientConnection)
    /// Calls can go, though the server may not have said HELLO yet.
    case ready(ClientConnection)
    /// The last attempt failed; the next is due when the timer fires.
    case backingOff(Reconnect)
    /// Connections hold, but not for long: the next is due when the timer fires.
    case pausing(Reconnect)
    case removed
  }

  let address: SocketAddress
  /// Its share of the calls, beside the others', once it is warm.
  var weight: Double
  /// Its place among the balancer's members.
  var index = 0
  private(set) var state = State.idle
  private(set) var lastError: RPCError?
  private(set) var latency = PeakEWMA()
  /// When it came back, or newly came; nil: warm from the start.
  private(set) var slowSince: Int64?
  private let balancer: Balancer
  private let worker: ChannelWorker
  /// Failed attempts in a row.
  private var failures = 0
  /// Connections in a row that did not last.
  private var quickLosses = 0
  private var confirmedAt: Int64 = 0

  init(_ replica: Replica, _ balancer: Balancer, isNewcomer: Bool) {
    address = replica.address
    weight = replica.weight
    self.balancer = balancer
    worker = balancer.worker
    isNew = isNewcomer
  }

  /// Others served before it came.
  private var isNew: Bool

  var connection: ClientConnection? {
    if case .ready(let connection) = state { connection } else { nil }
  }

  var isConfirmed: Bool { connection?.isConfirmed ?? false }

  /// It could not be reached, and nobody knows better yet.
  var isFailing: Bool {
    switch state {
    case .backingOff: true
    // Among several, a further attempt gives no hope worth waiting for before it has succeeded.
    case .connecting: failures > 0 && !balancer.isSingle
    case .idle, .ready, .pausing, .removed: false
    }
  }

  // Calls

  /// Sends a call there. False: no room, for now or for ever.
  func open(_ call: ClientCall) -> Bool {
    guard let connection else { return false }
    let now = worker.loop.now
    call.replica = self
    call.openedAt = now
    if call.isUnary { latency.begin(now: now) }
    // It may be over when this returns: its head may be too large, for one.
    if connection.open(call) { return true }
    left(call)
    return false
  }

  /// A call goes elsewhere.
  func left(_ call: ClientCall) {
    call.replica = nil
    if call.isUnary { latency.end(now: worker.loop.now) }
  }

  /// A call there has its outcome.
  func ended(_ call: ClientCall, _ result: Result<Void, RPCError>) {
    left(call)
    let now = worker.loop.now
    let elapsed = now - call.openedAt
    let decay = worker.balancing.latencyDecay.nanoseconds
    switch result {
    case .success:
      if call.isUnary { latency.observe(elapsed, now: now, decay: decay) }
      balancer.record(isFailure: false, self)
    case .failure(let error) where error.isUnprocessed: break
    case .failure(let error):
      // What fails fast is not thereby a fast replica; what took long is a slow one all the same.
      let isSlow = Double(elapsed) > latency.latency(now: now, decay: decay)
      if call.isUnary, isSlow { latency.observe(elapsed, now: now, decay: decay) }
      guard error.code != .cancelled else { break }
      balancer.record(
        isFailure: worker.balancing.outliers.failures.contains(error.code), self)
    }
  }

  // The connection

  /// Connects, unless it is connected or must wait.
  func connect() {
    guard case .idle = state else { return }
    if quickLosses > 1 { return pause() }
    attempt()
  }

  fileprivate func reconnect() {
    switch state {
    case .backingOff, .pausing: attempt()
    case .idle, .connecting, .ready, .removed: break
    }
  }

  /// Does not wait out a long back-off: it is needed now.
  func hurry() {
    guard case .backingOff(let timer) = state else { return }
    let soonest = worker.loop.now + worker.backoff.longest
    guard timer.time > soonest else { return }
    worker.loop.cancel(timer)
    attempt()
  }

  private func attempt() {
    do {
      let connection = try worker.dial(self)
      state = .connecting(connection)
      worker.observer.changed(address, to: .connecting)
      connection.start()
    } catch {
      attemptFailed(RPCError(.unavailable, "\(error)"))
    }
  }

  /// The handshake is done: calls can go.
  func connected(_ connection: ClientConnection) {
    guard case .connecting(let expected) = state, expected === connection else { return }
    state = .ready(connection)
    balancer.changed()
  }

  /// The server has said HELLO: the attempt counts as a success.
  func confirmed(_ connection: ClientConnection) {
    guard case .ready(let current) = state, current === connection else { return }
    let now = worker.loop.now
    confirmedAt = now
    if failures > 0 || isNew { startSlowly() }
    isNew = false
    failures = 0
    lastError = nil
    worker.observer.changed(address, to: .ready)
    balancer.changed()
  }

  /// It is back after a time in which it had no calls.
  func startSlowly() {
    guard !balancer.isSingle else { return }
    slowSince = worker.loop.now
    latency.forget()
  }

  /// A connection is gone (`error` says why), or takes no new calls (nil).
  func lost(_ connection: ClientConnection, _ error: RPCError?) {
    switch state {
    case .connecting(let current) where current === connection:
      attemptFailed(error ?? RPCError(.unavailable, "the server takes no calls"))
    case .ready(let current) where current === connection:
      // Without the server's HELLO it never worked: a server that refuses our certificate, for one,
      // says so only after the handshake.
      if let error, !connection.isConfirmed { return attemptFailed(error) }
      let lasted = worker.loop.now - confirmedAt
      quickLosses = lasted < worker.backoff.longest ? quickLosses + 1 : 0
      lastError = error
      state = .idle
      worker.observer.changed(address, to: .idle)
      balancer.lost(self)
    default: break
    }
  }

  private func attemptFailed(_ error: RPCError) {
    failures += 1
    lastError = error
    let longest = balancer.isServing ? worker.backoff.longestWhileServed : worker.backoff.longest
    let timer = schedule(
      worker.backoff.delay(
        afterFailures: failures, longest: longest, random: .random(in: 0..<1)))
    state = .backingOff(timer)
    worker.observer.changed(address, to: .failing(error))
    balancer.attemptFailed()
  }

  private func pause() {
    state = .pausing(
      schedule(worker.backoff.delay(afterFailures: quickLosses, random: .random(in: 0..<1))))
  }

  private func schedule(_ delay: Int64) -> Reconnect {
    let timer = Reconnect(self, at: worker.loop.now + delay)
    worker.loop.schedule(timer, at: timer.time)
    return timer
  }

  /// The replica is none any more, or the channel closes. Open calls may finish.
  func remove(_ reason: RPCError) {
    let old = state
    state = .removed
    switch old {
    case .backingOff(let timer), .pausing(let timer): worker.loop.cancel(timer)
    case .connecting(let connection): connection.close(reason)
    case .ready(let connection) where connection.phase == .open: connection.retire()
    case .ready(let connection): connection.close(reason)
    case .idle, .removed: break
    }
    worker.observer.changed(address, to: .removed)
  }
}

/// The next connection attempt.
final class Reconnect: TimerEntry {
  private weak var subchannel: Subchannel?
  let time: Int64

  init(_ subchannel: Subchannel, at time: Int64) {
    self.subchannel = subchannel
    self.time = time
    super.init()
  }

  override func fire() { subchannel?.reconnect() }
}
