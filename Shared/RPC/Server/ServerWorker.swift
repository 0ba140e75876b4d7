internal import Messages
internal import Runtime
internal import TLS

/// A server's part on one loop: the connections that live there.
///
/// `@unchecked Sendable`: but for `adopt` and `drain`, which go to the loop first, it is touched on
/// its loop only.
final class ServerWorker: @unchecked Sendable {
  let loop: EventLoop
  private let server: ServerContext
  let share: LoopShare
  private let tasks: HandlerTasks
  private let bounds: LoopGuard
  private var connections: [ObjectIdentifier: ServerConnection] = [:]
  private var isStopping = false
  private var drains: [DrainDeadline] = []

  init(loop: EventLoop, server: ServerContext) {
    self.loop = loop
    let relief = MemoryRelief()
    share = LoopShare(
      loop: loop,
      ledger: LoopLedger(server.limits.memory) { loop.execute { relief.worker?.endGreediest() } })
    tasks = HandlerTasks(loop: loop)
    bounds = LoopGuard(server, loop: loop, tasks: tasks)
    self.server = server
    relief.worker = self
  }

  deinit {
    loop.execute { [tasks] in tasks.close() }
  }

  /// Tasks made for handlers so far.
  var tasksMade: Int {
    get async { await withTaskExecutorPreference(loop) { self.tasks.made } }
  }

  /// Takes over an accepted connection.
  func adopt(_ socket: consuming Socket) {
    let handover = Handover(socket)
    loop.execute { self.serve(handover) }
  }

  private func serve(_ handover: Handover) {
    guard let socket = handover.take(), !isStopping else { return server.census.leave(nil) }
    let tls = TLSConnection(server.tls.current, fd: socket.fd)
    let connection = ServerConnection(
      socket: socket, tls: tls, share: share, server: server, bounds: bounds,
      ended: { [unowned self] connection in
        connections[ObjectIdentifier(connection)] = nil
        if connections.isEmpty { drained() }
      })
    connections[ObjectIdentifier(connection)] = connection
    connection.start()
    connection.awaitHandshake()
  }

  /// Returns when every connection is gone.
  func drain(within limit: Duration) async {
    await withCheckedContinuation { continuation in
      loop.execute {
        self.isStopping = true
        self.tasks.close()
        guard !self.connections.isEmpty else { return continuation.resume() }
        let deadline = DrainDeadline(self) { continuation.resume() }
        self.drains.append(deadline)
        self.loop.schedule(deadline, at: self.loop.now + limit.nanoseconds)
        for connection in self.connections.values { connection.drain() }
      }
    }
  }

  /// The process holds more than it may: this loop, which has just taken more, ends the connection
  /// that holds most. One that is closing already is closed at once.
  fileprivate func endGreediest() {
    guard server.limits.memory.isOverrun,
      let greediest = connections.values.max(by: { $0.reportedBytes < $1.reportedBytes })
    else { return }
    greediest.endForMemory()
  }

  /// On the loop. The list is a copy: what is done to a connection may end it.
  func forEachConnection(_ body: (ServerConnection) -> Void) {
    for connection in Array(connections.values) { body(connection) }
  }

  fileprivate func closeAll() {
    for connection in connections.values {
      connection.close(RPCError(.unavailable, "the server is shutting down"))
    }
  }

  private func drained() {
    let ended = drains
    drains = []
    for drain in ended {
      loop.cancel(drain)
      drain.done()
    }
  }
}

/// Ends a drain: when the last connection is gone, or when the time is up.
private final class DrainDeadline: TimerEntry {
  private let worker: ServerWorker
  /// Tells whoever waits for the drain.
  let done: () -> Void

  init(_ worker: ServerWorker, done: @escaping () -> Void) {
    self.worker = worker
    self.done = done
    super.init()
  }

  override func fire() { worker.closeAll() }
}

/// Breaks the circle between a worker and the ledger of its loop.
///
/// `@unchecked Sendable`: written once, before the worker is at work, and read on its loop.
private final class MemoryRelief: @unchecked Sendable {
  weak var worker: ServerWorker?
}
