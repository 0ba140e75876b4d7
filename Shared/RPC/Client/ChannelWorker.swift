internal import Messages
internal import Runtime
internal import Synchronization
internal import TLS
internal import Wire

/// A channel's part on one loop: its connection there, and the calls that wait for one.
///
/// `@unchecked Sendable`: touched on its loop only; `Channel` goes there first.
final class ChannelWorker: @unchecked Sendable {
  private enum State {
    case idle
    /// Looking up addresses, or connecting to one.
    case connecting(ClientConnection?)
    case ready(ClientConnection)
    /// The last attempt failed; the next is due when the timer fires.
    case waiting(Retry)
    case closed
  }

  let loop: EventLoop
  let channel: ChannelSettings
  /// Calls between two attempts.
  var retries = WaitingRetries()
  let share: LoopShare
  private var state = State.idle
  private var pending = CallQueue()
  /// Addresses of the target that this round of attempts has still to try.
  private var untried: ArraySlice<SocketAddress> = []
  /// Rounds in a row in which no address answered.
  private var failures = 0
  private var lastError = RPCError(.unavailable, "not connected yet")
  /// Connections that finish their last calls.
  private var retired: [ObjectIdentifier: ClientConnection] = [:]

  init(loop: EventLoop, channel: ChannelSettings) {
    self.loop = loop
    share = LoopShare(loop: loop)
    self.channel = channel
  }

  // Calls

  func begin(_ call: ClientCall) {
    call.begin(by: self)
    start(call)
  }

  /// Sends a call as soon as there is a connection with room for it.
  func start(_ call: ClientCall) {
    guard !call.isOver else { return }
    switch state {
    case .ready(let connection):
      if !connection.open(call) { wait(call) }
    case .idle:
      pending.append(call)
      connect()
    case .connecting: pending.append(call)
    case .waiting:
      if call.options.waitsForReady {
        pending.append(call)
      } else {
        call.unreachable(lastError)
      }
    case .closed:
      call.conclude(.failure(RPCError(.cancelled, "the channel is closed")))
    }
  }

  private func wait(_ call: ClientCall) {
    pending.append(call)
    if case .ready(let connection) = state, connection.isDraining || connection.phase != .open {
      lost(connection, connecting: nil)
    }
  }

  private func sendPending() {
    while case .ready(let connection) = state, connection.hasRoom, let call = pending.popFirst() {
      start(call)
    }
  }

  private func failPending(_ error: RPCError) {
    for call in pending.popAll() where !call.isOver {
      if call.options.waitsForReady, case .waiting = state {
        pending.append(call)
      } else {
        call.unreachable(error)
      }
    }
  }

  // The connection

  private func connect() {
    state = .connecting(nil)
    Task(executorPreference: loop) {
      do {
        let addresses = try await SocketAddress.resolve(self.channel.target)
        self.untried = addresses[...]
        self.openNext(RPCError(.unavailable, "it has no address"))
      } catch {
        self.attemptFailed(RPCError(.unavailable, "\(error)"))
      }
    }
  }

  /// Tries the next address; with none left the round has failed, for `reason`.
  private func openNext(_ reason: RPCError) {
    guard case .connecting = state else { return }
    guard let address = untried.popFirst() else { return attemptFailed(reason) }
    do {
      try open(address)
    } catch {
      attemptFailed(RPCError(.unavailable, "\(error)"))
    }
  }

  private func open(_ address: SocketAddress) throws {
    let socket = try Socket.connect(to: address)
    let tls = TLSConnection(
      channel.tls.current, fd: socket.fd, expecting: channel.peer, at: "\(address)")
    let connection = ClientConnection(
      socket: socket, tls: tls, share: share, settings: channel.settings, worker: self)
    state = .connecting(connection)
    connection.start()
  }

  /// The handshake is done: calls can go.
  func connected(_ connection: ClientConnection) {
    guard case .connecting(let expected) = state, expected === connection else { return }
    state = .ready(connection)
    sendPending()
  }

  /// The server has said HELLO: the attempt counts as a success.
  func confirmed(_ connection: ClientConnection) {
    failures = 0
    untried = []
    // It may also allow more calls at once than were sent before it was heard.
    roomAgain(connection)
  }

  /// A stream has ended: a call that waited for room may have it.
  func roomAgain(_ connection: ClientConnection) {
    guard !pending.isEmpty, case .ready(let current) = state, current === connection else { return }
    sendPending()
  }

  /// A connection is gone (`error` says why), or takes no new calls (nil).
  func lost(_ connection: ClientConnection, connecting error: RPCError?) {
    retired[ObjectIdentifier(connection)] = error == nil ? connection : nil
    switch state {
    case .connecting(let current) where current === connection:
      attemptFailed(error ?? lastError)
    case .ready(let current) where current === connection:
      state = .idle
      // Without the server's HELLO it never worked: a server that refuses our certificate, for one,
      // says so only after the handshake.
      if let error, !connection.isConfirmed { return attemptFailed(error) }
      if !pending.isEmpty { connect() }
    default: break
    }
  }

  private func attemptFailed(_ error: RPCError) {
    if case .closed = state { return }
    if !untried.isEmpty {
      state = .connecting(nil)
      return openNext(error)
    }
    failures += 1
    lastError = RPCError(
      .unavailable, "\(channel.target) cannot be reached: \(error.message)", isUnprocessed: false)
    let retry = Retry(self)
    state = .waiting(retry)
    let delay = channel.backoff.delay(afterFailures: failures, random: .random(in: 0..<1))
    loop.schedule(retry, at: loop.now + delay)
    channel.unreachable(lastError)
    failPending(lastError)
  }

  fileprivate func retry() {
    guard case .waiting = state else { return }
    connect()
  }

  /// Lets open calls finish on their connections, fails those that wait, and takes no more.
  func close() {
    let old = state
    state = .closed
    untried = []
    switch old {
    case .waiting(let retry): loop.cancel(retry)
    case .ready(let connection), .connecting(let connection?):
      retired[ObjectIdentifier(connection)] = connection
      if connection.phase == .open {
        connection.retire()
      } else {
        connection.close(RPCError(.cancelled, "the channel is closed"))
      }
    case .idle, .connecting(nil), .closed: break
    }
    let closed = RPCError(.cancelled, "the channel is closed")
    for call in retries.removeAll() { call.conclude(.failure(closed)) }
    failPending(closed)
  }
}

/// The next connection attempt.
private final class Retry: TimerEntry {
  private weak var worker: ChannelWorker?

  init(_ worker: ChannelWorker) {
    self.worker = worker
    super.init()
  }

  override func fire() { worker?.retry() }
}
