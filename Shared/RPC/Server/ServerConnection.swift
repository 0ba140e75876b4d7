internal import Messages
internal import Runtime
internal import TLS
internal import Wire

/// A client's connection to this server.
final class ServerConnection: Connection, @unchecked Sendable {
  // `@unchecked Sendable`: as its base class, touched on its loop only.
  private let server: ServerContext
  private let tasks: HandlerTasks
  /// Known once TLS says who the client is.
  private var home: CallHome?
  private let ended: (ServerConnection) -> Void
  private var reason: String?
  private var isFaulty = false
  /// The method called last: often the next one's too, whose name is then read without a copy, and
  /// whose route is not looked up.
  private var last: (method: String, route: Route, recorder: any MethodRecorder)

  init(
    socket: consuming Socket, tls: TLSConnection, share: LoopShare, server: ServerContext,
    tasks: HandlerTasks, ended: @escaping (ServerConnection) -> Void
  ) {
    self.server = server
    self.tasks = tasks
    self.ended = ended
    let (route, recorder) = server.route("")
    last = ("", route, recorder)
    super.init(
      socket: socket, tls: tls, role: .server, phase: .handshaking, share: share,
      settings: server.settings)
  }

  override func secured() {
    guard let peer else { return }
    home = CallHome(peer, self)
    server.observer.connected(peer)
  }

  override func opened(_ frame: Frame, stream: UInt32, _ piece: Piece, isEnd: Bool) {
    guard let home else { return }
    let head: RequestHead
    do {
      head = try unsafe RequestHead(
        decoding: RawSpan(_unsafeBytes: frame.head), likelyMethod: last.method)
    } catch {
      machine.reset(stream)
      unsafe credit(frame.body.count, stream: 0)
      return sendReset(stream, .internal, "malformed request head: \(error)", isUnprocessed: true)
    }
    if head.method != last.method {
      let (route, recorder) = server.route(head.method)
      last = (head.method, route, recorder)
    }
    let call = ServerCall(
      id: stream, route: last.route, recorder: last.recorder,
      state: state(of: head, home, stream, timeLeft: frame.header.aux), connection: self,
      server: server, tasks: tasks)
    streams.insert(call)
    unsafe call.owe(frame.body.count)
    call.begin(frame, piece, isEnd: isEnd)
  }

  private func state(
    of head: RequestHead, _ home: CallHome, _ stream: UInt32, timeLeft: UInt32
  ) -> CallState {
    CallState(
      method: head.method, home: home, stream: stream, metadata: head.metadata,
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
    sendGoAway(lastStream: .max, code: .ok, reason: "draining")
    sendPing(Self.drainPing, isAnswer: false)
  }

  private static let drainPing: UInt64 = 0x6361_6d65_6f64_7261

  override func ponged(_ opaque: UInt64) {
    guard opaque == Self.drainPing, isDraining, !machine.isDraining else { return }
    machine.beginDrain()
    sendGoAway(lastStream: machine.lastPeerStream, code: .ok, reason: "draining")
    streamEnded()
  }

  override func streamEnded() {
    guard machine.isDraining, streams.isEmpty, phase == .open else { return }
    reason = "drained"
    beginClosing()
  }

  override func expired() { drain() }

  override func failed(_ code: StatusCode, _ text: String) {
    reason = text
    isFaulty = true
  }

  override func closed(_ error: RPCError) {
    server.observer.disconnected(
      peer, reason: reason ?? error.message, isFault: isFaulty || peer == nil)
    ended(self)
  }
}
