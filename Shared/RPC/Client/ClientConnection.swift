internal import Messages
internal import Runtime
internal import TLS
internal import Wire

/// This client's connection to a server.
final class ClientConnection: Connection, @unchecked Sendable {
  // `@unchecked Sendable`: as its base class, touched on its loop only.
  private let worker: ChannelWorker
  private let replica: Subchannel
  /// The server has said HELLO: it took our certificate, which TLS 1.3 alone does not tell a client.
  private(set) var isConfirmed = false
  /// Nil as long as there were none.
  var leftCalls: LeftCalls?
  private var reason: String?

  init(
    socket: consuming Socket, tls: TLSConnection, share: LoopShare, settings: ConnectionSettings,
    worker: ChannelWorker, replica: Subchannel
  ) {
    self.worker = worker
    self.replica = replica
    super.init(
      socket: socket, tls: tls, role: .client, phase: .connecting, share: share,
      settings: settings)
  }

  /// Whether a call can be sent now.
  var hasRoom: Bool {
    phase == .open && !isDraining && machine.openStreams < Int(machine.peer.maxStreams)
  }

  /// Sends a call. False: no room, for now or for ever; `isDraining` tells which.
  func open(_ call: ClientCall) -> Bool {
    guard phase == .open, !isDraining else { return false }
    guard let id = machine.openStream() else {
      // Ids used up: as good as drained.
      if machine.openStreams < Int(machine.peer.maxStreams) { retire() }
      return false
    }
    call.id = id
    call.connection = self
    streams.insert(call)
    call.avoids = ObjectIdentifier(self)
    call.open(on: self)
    call.wakeWriters()
    return true
  }

  /// Takes no new calls, and closes when the last is done.
  func retire() {
    isDraining = true
    closeIfDone()
  }

  // The first calls go out right behind HELLO: no round trip is waited for.
  override func secured() { replica.connected(self) }

  override func ready(_ hello: Hello) {
    isConfirmed = true
    replica.confirmed(self)
  }

  override func peerDrains(_ goAway: GoAway, code: UInt32, isUnprocessed: Bool) {
    reason = code == 0 ? "the server is draining" : "the server ended it: \(goAway.reason)"
    isDraining = true
    replica.lost(self, nil)
    for stream in streams.values where stream.id > goAway.lastStream {
      streams.removeValue(forKey: stream.id)
      machine.reset(stream.id)
      end(stream, RPCError(.unavailable, reason ?? "", isUnprocessed: true))
    }
    closeIfDone()
  }

  override func distrusted() {
    isDraining = true
    replica.lost(self, nil)
    closeIfDone()
  }

  override func streamEnded() {
    closeIfDone()
    if !isDraining { worker.roomAgain(self) }
  }

  private func closeIfDone() {
    guard isDraining, streams.isEmpty, phase == .open else { return }
    beginClosing()
  }

  override func failed(_ code: StatusCode, _ text: String) {
    reason = text
    // Calls that wait for room here need not wait for the end as well.
    replica.lost(self, isConfirmed ? nil : RPCError(code, text))
  }

  override func closed(_ error: RPCError) {
    if let leftCalls { loop.cancel(leftCalls) }
    replica.lost(self, RPCError(error.code, reason ?? error.message))
  }
}
