internal import Runtime
internal import Wire

/// A connection's one timer: first the deadline for the peer's HELLO, then keepalive and age, then the
/// time for a drain, at last the deadline for closing.
final class ConnectionClock: TimerEntry, @unchecked Sendable {
  // `@unchecked Sendable`: used on its connection's loop only.
  private unowned let connection: Connection
  /// When the connection is too old; nil until the peer's HELLO.
  private var expiry: Int64?
  /// When the calls of a connection that drains have had their time; nil without a drain of ours.
  private var drainEnd: Int64?
  private var keepalive: Keepalive

  init(_ connection: Connection) {
    self.connection = connection
    keepalive = Keepalive(
      interval: connection.settings.keepaliveInterval.nanoseconds,
      timeout: connection.settings.keepaliveTimeout.nanoseconds)
    super.init()
  }

  /// Starts keepalive, and with it the connection's age.
  func start() {
    let age = connection.settings.maximumAge.nanoseconds
    expiry = connection.loop.now + age / 10 * 9 + Int64.random(in: 0...(age / 5 + 1))
    scheduleNext(connection)
  }

  /// The connection has begun to drain: from now on there is its end to wait for, however late.
  func startDraining() {
    let end = connection.loop.now + connection.settings.maximumAgeGrace.nanoseconds
    drainEnd = end
    // The peer's HELLO is still waited for, and no longer than before.
    if let expiry { connection.loop.schedule(self, at: min(end, expiry)) }
  }

  /// From now on there is only the end to wait for.
  func startClosing() {
    let limit = connection.settings.keepaliveTimeout.nanoseconds
    connection.loop.schedule(self, at: connection.loop.now + limit)
  }

  override func fire() {
    // Closing it may let go of the last reference to it.
    let connection = self.connection
    if connection.phase == .closing || connection.phase == .lingering {
      return connection.close(RPCError(.unavailable, "the peer did not close in time"))
    }
    guard let expiry else {
      return connection.close(
        RPCError(.unavailable, "no HELLO from the peer within the handshake timeout"))
    }
    let now = connection.loop.now
    if now >= expiry { expire(connection, now) }
    guard connection.phase == .open else { return }
    // Keepalive never ends a connection that is draining.
    guard !connection.isDraining else { return goOnDraining(connection, now) }
    keepAlive(connection, now)
    if connection.phase == .open { scheduleNext(connection) }
  }

  /// Tells the connection that it is too old; and once more, when the other side has had the time to
  /// answer what that began.
  private func expire(_ connection: Connection, _ now: Int64) {
    let isSecond = connection.isDraining
    self.expiry = .max
    connection.expired()
    guard !isSecond, connection.phase == .open, connection.isDraining else { return }
    self.expiry = now + connection.settings.keepaliveTimeout.nanoseconds
  }

  private func goOnDraining(_ connection: Connection, _ now: Int64) {
    guard let drainEnd, let expiry else { return }
    guard now >= drainEnd else {
      return connection.loop.schedule(self, at: min(drainEnd, expiry))
    }
    connection.overstayed()
  }

  private func keepAlive(_ connection: Connection, _ now: Int64) {
    let isPaused = connection.isReadingPaused
    let verdict = keepalive.check(
      now: now, lastReceived: connection.lastReceived,
      unsentSince: isPaused ? connection.unsentSince : nil, isReadingPaused: isPaused)
    switch verdict {
    case .alive: break
    case .ping: connection.sendPing(0, isAnswer: false)
    case .dead(let why): connection.close(RPCError(.unavailable, why))
    }
  }

  private func scheduleNext(_ connection: Connection) {
    let next = keepalive.nextCheck(now: connection.loop.now, lastReceived: connection.lastReceived)
    connection.loop.schedule(self, at: min(next, expiry ?? .max))
  }
}
