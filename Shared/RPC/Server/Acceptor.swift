internal import Runtime
internal import Synchronization

/// Listens on the first loop and deals connections out to all of them in turn.
///
/// `@unchecked Sendable`: `start` and `stop` go to the first worker's loop; the rest is touched there only.
final class Acceptor: SocketHandler, @unchecked Sendable {
  private static let pause: Int64 = 100_000_000
  /// Connections taken before everything else has its turn.
  private static let mostAtOnce = 64

  private let workers: [ServerWorker]
  private let server: ServerContext
  private var listener: Socket?
  private var resume: Resume?
  private var turn = 0

  init(workers: [ServerWorker], server: ServerContext) {
    self.workers = workers
    self.server = server
  }

  private var loop: EventLoop { workers[0].loop }

  /// Returns the address it listens at, the port filled in.
  func start(at address: SocketAddress) async throws -> SocketAddress {
    try await withTaskExecutorPreference(loop) { try self.listen(at: address) }
  }

  private func listen(at address: SocketAddress) throws -> SocketAddress {
    let socket = try Socket.listen(at: address)
    try loop.watch(socket.fd, [.read], self)
    let bound = socket.localAddress ?? address
    listener = consume socket
    return bound
  }

  func stop() async {
    await withTaskExecutorPreference(loop) { self.close() }
  }

  private func close() {
    if let resume { loop.cancel(resume) }
    resume = nil
    guard let listener = listener.take() else { return }
    loop.unwatch(listener.fd)
  }

  func socketReady(_ readiness: Interest) {
    do {
      for _ in 0..<Self.mostAtOnce {
        guard let socket = try listener?.accept() else { return }
        guard server.census.enter() else {
          // Closed before TLS costs anything: its client goes elsewhere at once.
          server.observer.turnedAway(nil, .connections)
          continue
        }
        workers[turn].adopt(socket)
        turn = (turn + 1) % workers.count
      }
    } catch {
      server.observer.disconnected(nil, reason: "\(error)", isFault: true)
      rest()
    }
  }

  /// Out of descriptors, say: the connection still waits, so watching on would only spin.
  private func rest() {
    loop.update(listener?.fd ?? -1, [])
    let resume = Resume { [unowned self] in
      if let descriptor = listener?.fd { loop.update(descriptor, [.read]) }
    }
    self.resume = resume
    loop.schedule(resume, at: loop.now + Self.pause)
  }
}

/// Takes up accepting again.
private final class Resume: TimerEntry {
  private let action: () -> Void

  init(_ action: @escaping () -> Void) {
    self.action = action
    super.init()
  }

  override func fire() { action() }
}
