internal import Messages
internal import Runtime
internal import TLS
internal import Wire

/// One connection: a socket, its TLS session, the protocol's state machine, and the calls open on it.
/// This file holds what it is and how it begins and ends; `+Read` and `+Write` move bytes,
/// `+Events` says what the machine's events do.
///
/// `@unchecked Sendable`: a connection lives on one loop for life, and is touched on that loop only.
class Connection: SocketHandler, TurnEndHandler, @unchecked Sendable {
  enum Phase: Equatable {
    case connecting, handshaking, open
    /// The last bytes are on their way out; what still comes in is read and dropped.
    case closing
    /// They are out, and close_notify behind them; the peer closes next.
    case lingering
    case closed
  }

  final let loop: EventLoop
  final let share: LoopShare
  final let settings: ConnectionSettings
  private final var socket: Socket?
  private final let descriptor: Int32
  final let tls: TLSConnection
  final var machine: ConnectionMachine
  final var output: OutputBuffer
  final var streams = CallTable()
  /// Streams with messages in their outbox, in the order in which they get their turn.
  final var waitingStreams: [Stream] = []
  /// Calls whose REQUEST waits, by rising id. Ids must rise on the wire, so none may overtake another.
  final var unopened: [UInt32] = []
  final var phase: Phase
  final var peer: PeerIdentity?
  /// The beginning of a frame whose rest has not arrived.
  final var unread: [UInt8] = []
  final var isFlushScheduled = false
  final var interest: Interest = []
  private final var isWatched = false
  final var isReadingPaused = false
  /// It has had its share of this turn, and goes on reading in the next.
  final var readsNextTurn = false
  /// No new calls are taken on it: it closes when the last is done.
  final var isDraining = false
  /// Monotonic nanoseconds of the last bytes from the peer.
  final var lastReceived: Int64
  /// When the frame of `unread` began; nil without one.
  final var unreadSince: Int64?
  /// When the socket last took something of the output, or the output began to wait; nil without any.
  final var unsentSince: Int64?
  /// Bytes of memory that the open streams take up.
  final var heldBytes = 0
  /// What the loop's ledger knows of.
  final var reportedBytes = 0
  private final var clock: ConnectionClock?
  /// The context that has replaced that of a handshake under way.
  final var successor: TLSContext?

  init(
    socket: consuming Socket, tls: TLSConnection, role: Role, phase: Phase, share: LoopShare,
    settings: ConnectionSettings
  ) {
    descriptor = socket.fd
    self.socket = consume socket
    self.tls = tls
    self.share = share
    loop = share.loop
    output = OutputBuffer(pool: share.buffers)
    self.settings = settings.feasible
    self.phase = phase
    machine = ConnectionMachine(role: role, local: self.settings.limits)
    lastReceived = loop.now
  }

  /// Begins to watch the socket; on the loop.
  final func start() {
    interest = [.read, .write]
    do {
      try loop.watch(descriptor, interest, self)
      isWatched = true
      share.connections.add(self)
    } catch {
      return close(RPCError(.unavailable, "the socket cannot be watched: \(error)"))
    }
    let clock = ConnectionClock(self)
    self.clock = clock
    loop.schedule(clock, at: loop.now + settings.handshakeTimeout.nanoseconds)
  }

  final func socketReady(_ readiness: Interest) {
    switch phase {
    case .connecting: finishConnecting()
    case .handshaking: handshake()
    case .open:
      if readiness.contains(.write) { flush() }
      if !isReadingPaused, !readsNextTurn { read() }
    case .closing:
      if readiness.contains(.write) { flush() }
      if !readsNextTurn { discard() }
    case .lingering: if !readsNextTurn { discard() }
    case .closed: break
    }
  }

  final func turnEnded() {
    isFlushScheduled = false
    if phase == .open || phase == .closing { flush() }
  }

  private final func finishConnecting() {
    if let error = socket?.finishConnect() {
      return close(RPCError(.unavailable, "\(error)"))
    }
    phase = .handshaking
    handshake()
  }

  private final func handshake() {
    switch tls.handshake() {
    case .wantRead: setInterest([.read])
    case .wantWrite: setInterest([.read, .write])
    case .failed(let error): close(RPCError(.unavailable, "TLS handshake failed: \(error)"))
    case .done(let identity):
      peer = identity
      phase = .open
      setInterest([.read])
      sendHello()
      secured()
      revalidateIfReplaced()
      read()
    }
  }

  final func setInterest(_ wanted: Interest) {
    guard wanted != interest, phase != .closed else { return }
    interest = wanted
    loop.update(descriptor, wanted)
  }

  /// The peer's HELLO has come: from the deadline for it to the rhythm of keepalive.
  final func startKeepalive() {
    guard let clock else { return }
    loop.cancel(clock)
    clock.start()
  }

  /// A drain has begun, which has its time.
  final func limitDrain() { clock?.startDraining() }

  /// Sends what is in the output and then closes, at the latest when the time for that is up. What the
  /// peer is still sending is read meanwhile: a socket closed over unread bytes resets the connection,
  /// and the peer may never see our last ones.
  final func beginClosing() {
    phase = .closing
    // The rest of a frame is not waited for any more.
    unread = []
    unreadSince = nil
    clock?.startClosing()
    scheduleFlush()
  }

  /// The output is empty: says so, and waits for the peer to have read it all and close.
  final func linger() {
    phase = .lingering
    tls.closeNotify()
    socket?.shutDownWriting()
    setInterest([.read])
  }

  /// Ends the connection at once; every open call ends with `error`.
  final func close(_ error: RPCError) {
    guard phase != .closed else { return }
    let wasOpen = phase == .open || phase == .closing
    phase = .closed
    if let clock { loop.cancel(clock) }
    clock = nil
    share.connections.remove(self)
    if wasOpen { tls.closeNotify() }
    if isWatched { loop.unwatch(descriptor) }
    socket = nil
    terminateStreams(error)
    reportNothingHeld()
    closed(error)
  }

  /// Ends every open call; the connection itself goes on.
  final func terminateStreams(_ error: RPCError) {
    let ended = streams
    // A REQUEST that has not left is one that no handler saw.
    let unsent = Set(unopened)
    streams = CallTable()
    waitingStreams = []
    unopened = []
    for stream in ended.values {
      var error = error
      if unsent.contains(stream.id) { error.isUnprocessed = true }
      end(stream, error)
    }
  }

  final func end(_ stream: Stream, _ error: RPCError) {
    stream.detach()
    stream.failOutbox(error)
    stream.terminate(error)
  }

  // What differs between a server's and a client's connection; each is overridden by one or both.

  /// The TLS handshake is done; HELLO is in the output.
  func secured() {}
  /// The peer's HELLO is in force.
  func ready(_ hello: Hello) {}
  /// A REQUEST has opened a stream.
  func opened(_ frame: Frame, stream: UInt32, _ piece: Piece, isEnd: Bool) {}
  /// The peer takes no more calls after `lastStream`.
  func peerDrains(_ goAway: GoAway, code: UInt32, isUnprocessed: Bool) {}
  /// A PING of ours has come back.
  func ponged(_ opaque: UInt64) {}
  /// A stream is over: there is room for another.
  func streamEnded() {}
  /// It holds bytes: its peer may be too slow.
  func holdsBytes() {}
  /// It holds more bytes than it may.
  func overfilled() {}
  /// A message has to wait in the outbox of its stream: whether there is memory for it.
  func makeRoom(for byteCount: Int, on stream: Stream) -> Bool { true }
  /// The connection is older than its maximum age.
  func expired() {}
  /// Its drain has had its time.
  func overstayed() {}
  /// Our side's new credentials do not accept the peer any more.
  func distrusted() {}
  /// The peer broke the protocol; GOAWAY is in the output.
  func failed(_ code: StatusCode, _ text: String) {}
  /// The connection is over; called once.
  func closed(_ error: RPCError) {}
}
