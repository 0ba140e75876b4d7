internal import Messages
internal import Runtime
internal import Synchronization
internal import TLS
internal import Wire

/// A client's connection to this server.
final class ServerConnection: Connection, @unchecked Sendable {
  // `@unchecked Sendable`: as its base class, touched on its loop only.
  let server: ServerContext
  /// What the policy lets this peer do.
  var access: AccessCache
  let bounds: LoopGuard
  /// What its calls have in common; nil until the peer has proved who it is.
  private var origin: CallOrigin?
  private var handshakeTicket: Int?
  /// Whether it is being watched for standing still.
  var isSuspect = false
  private let ended: (ServerConnection) -> Void
  private var reason: String?
  private var isFaulty = false
  /// The method called last: often the next one's too, whose name is then read without a copy, and
  /// whose route is not looked up.
  private var last: ServedMethod

  init(
    socket: consuming Socket, tls: TLSConnection, share: LoopShare, server: ServerContext,
    bounds: LoopGuard, ended: @escaping (ServerConnection) -> Void
  ) {
    self.server = server
    self.ended = ended
    self.bounds = bounds
    access = AccessCache(server.access)
    last = bounds.methods.find("")
    super.init(
      socket: socket, tls: tls, role: .server, phase: .handshaking, share: share,
      settings: server.settings)
    if let limit = server.limits.maximumStreams { machine.streamLimit = limit }
  }

  /// It has begun: too many that have only begun cost the oldest its place.
  func awaitHandshake() {
    guard phase == .handshaking else { return }
    let (ticket, givenUp) = bounds.handshakes.enter(self)
    handshakeTicket = ticket
    guard let givenUp else { return }
    server.observer.turnedAway(nil, .handshakes)
    givenUp.close(RPCError(.resourceExhausted, "too many handshakes, and this was the oldest"))
  }

  private func handshakeEnded() {
    if let ticket = handshakeTicket.take() { bounds.handshakes.leave(ticket) }
  }

  /// The method called last.
  var calledPath: String { last.route.path }

  override func secured() {
    handshakeEnded()
    guard let peer else { return }
    origin = CallOrigin(self, peer: peer)
    server.observer.connected(peer)
    guard bounds.census.identify(peer.uri) else {
      server.observer.turnedAway(peer, .connectionsOfIdentity)
      return turnAway("\(peer.uri) has too many connections")
    }
  }

  /// Ends the connection with no call taken: the client may send them all elsewhere.
  private func turnAway(_ text: String) {
    sendGoAway(lastStream: 0, code: .resourceExhausted, reason: text)
    reason = text
    beginClosing()
  }

  /// Ends it for the memory that it holds, and if it is ending already, at once.
  func endForMemory() {
    let text = "the server's memory is used up, and this connection held most of it"
    server.observer.turnedAway(peer, .memory)
    guard phase == .open else { return close(RPCError(.unavailable, text)) }
    fail(.resourceExhausted, text)
  }

  override func opened(_ frame: Frame, stream: UInt32, _ piece: Piece, isEnd: Bool) {
    guard let origin else { return }
    var head: RequestHead
    do {
      head = try unsafe RequestHead(
        decoding: RawSpan(_unsafeBytes: frame.head), likelyMethod: last.route.path)
    } catch {
      machine.reset(stream)
      unsafe credit(frame.body.count, stream: 0)
      return sendReset(stream, .internal, "malformed request head: \(error)", isUnprocessed: true)
    }
    if head.method != last.route.path { last = bounds.methods.find(head.method) }
    let method = last
    let (refusingRoute, caller) = admit(&head, origin.peer, to: method.route)
    if let refusal = refusal(of: method, origin) {
      return unsafe refuse(stream, refusal, frame.body.count)
    }
    let call = ServerCall(
      id: stream, method: method, refusedBy: refusingRoute,
      state: state(of: head, origin, caller, stream, timeLeft: frame.header.aux), connection: self)
    streams.insert(call)
    unsafe call.owe(frame.body.count)
    call.note(frame.header, piece)
    call.begin(frame, piece, isEnd: isEnd)
    settle(call)
  }

  private func state(
    of head: RequestHead, _ origin: CallOrigin, _ caller: Caller?, _ stream: UInt32,
    timeLeft: UInt32
  ) -> CallState {
    CallState(
      method: head.method, origin: origin, caller: caller, stream: stream, metadata: head.metadata,
      deadline: timeLeft == 0 ? nil : loop.now + Int64(timeLeft) * 1000,
      arrival: share.wallClock, attempt: head.attempt, trace: head.trace)
  }

  // Draining: GOAWAY for everybody to see, a PING round trip so that everybody has, then GOAWAY with
  // the last call that counts.

  func drain() {
    guard phase == .open, !isDraining else {
      if phase == .handshaking { close(RPCError(.unavailable, "the server is shutting down")) }
      return
    }
    isDraining = true
    limitDrain()
    sendGoAway(lastStream: .max, code: .ok, reason: "draining")
    sendPing(Self.drainPing, isAnswer: false)
    origin?.isDraining.store(true, ordering: .relaxed)
    for case let call as ServerCall in Array(streams.values) { call.drain() }
  }

  /// A call asks to be ended by a drain, which may have begun.
  func endAtDrain(_ stream: UInt32) {
    guard let call = streams[stream] as? ServerCall else { return }
    call.endAtDrain()
    if isDraining { call.drain() }
  }

  private static let drainPing: UInt64 = 0x6361_6d65_6f64_7261

  override func ponged(_ opaque: UInt64) {
    if opaque == Self.drainPing, isDraining { nameLast() }
  }

  /// From here on new calls are refused as unprocessed.
  private func nameLast() {
    guard phase == .open, !machine.isDraining else { return }
    machine.beginDrain()
    sendGoAway(lastStream: machine.lastPeerStream, code: .ok, reason: "draining")
    streamEnded()
  }

  override func holdsBytes() {
    guard !isSuspect else { return }
    isSuspect = true
    bounds.stalls.add(self)
  }

  override func overfilled() { endLargest() }

  override func makeRoom(for byteCount: Int, on stream: Stream) -> Bool {
    endLargest(for: byteCount, sparing: stream)
  }

  override func streamEnded() {
    guard machine.isDraining, streams.isEmpty, phase == .open else { return }
    reason = "drained"
    beginClosing()
  }

  // A peer that does not answer the PING must not go on calling for ever.
  override func expired() { if isDraining { nameLast() } else { drain() } }

  override func overstayed() {
    let text = "it was drained, and its calls did not end in time"
    sendGoAway(lastStream: machine.lastPeerStream, code: .unavailable, reason: text)
    reason = text
    beginClosing()
    terminateStreams(RPCError(.unavailable, text))
  }

  override func distrusted() {
    drain()
    nameLast()
  }

  override func failed(_ code: StatusCode, _ text: String) {
    reason = text
    isFaulty = true
  }

  override func closed(_ error: RPCError) {
    handshakeEnded()
    if isSuspect { bounds.stalls.remove(self) }
    bounds.census.leave(origin?.peer.uri)
    origin?.connectionClosed()
    server.observer.disconnected(
      peer, reason: reason ?? error.message, isFault: isFaulty || peer == nil)
    ended(self)
  }
}
