internal import CPostgres
internal import Runtime

/// A connection to a server, in pipeline mode, that lives on one event loop.
///
/// Statements go out at once, one behind the other, without waiting for answers; the answers come in
/// the order of the statements. Who leases the connection is alone on it.
///
/// `@unchecked Sendable`: all that changes belongs to the loop's thread; the entries that others may
/// call hop there.
@safe final class PostgreSQLConnection: SocketHandler, @unchecked Sendable {
  let loop: EventLoop
  let handle: OpaquePointer
  let socket: Int32
  /// What was sent and is not yet answered.
  var pipeline = PostgreSQLPipeline()
  var statements = PostgreSQLStatements()
  /// Rows that are being copied in, and what was started meanwhile.
  var copy: PostgreSQLCopy?
  var held = Queue<PostgreSQLBatch>()
  private var isClosed = false
  private var cancellations = 0
  /// Why it is of no use any more.
  private(set) var failure: PostgreSQLFailure?
  /// Called once, when it has become of no use.
  var onLoss: ((PostgreSQLConnection) -> Void)?
  /// Called when a notification of any channel has come.
  var onNotification: (() -> Void)?
  /// Called when the last cancellation that was under way has ended.
  var onQuiet: (() -> Void)?

  /// Takes over a connection that is ready and in pipeline mode. Loop's thread.
  init(_ opened: consuming PostgreSQLOpening.Opened, on loop: EventLoop) {
    self.loop = loop
    unsafe handle = unsafe opened.handle
    unsafe socket = PQsocket(handle)
    do {
      try loop.watch(socket, .read, self)
    } catch {
      failure = .lost(error.message)
    }
  }

  deinit {
    if !isClosed { unsafe PQfinish(handle) }
  }

  /// Whether a cancellation is on its way to the server: it could hit what is sent next.
  var isBeingCancelled: Bool { cancellations > 0 }

  /// Ends the connection; what was under way fails. Loop's thread.
  func close() {
    guard !isClosed else { return }
    lose(.lost("it was closed"))
    isClosed = true
    unsafe PQfinish(handle)
  }

  /// Of no use any more, though the server has not ended it. From any thread.
  func discard(_ reason: PostgreSQLFailure) {
    if loop.isCurrent { lose(reason) } else { loop.execute { self.lose(reason) } }
  }

  // MARK: Sending

  /// Runs statements and answers their results, from any thread; cancelled, it cancels them.
  func run(_ groups: [[PostgreSQLCommand]]) async throws(PostgreSQLFailure) -> [PostgreSQLResult] {
    let batch = PostgreSQLBatch(groups)
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        batch.whenFinished { _ in continuation.resume() }
        start(batch)
      }
    } onCancel: {
      loop.execute { self.cancel(batch) }
    }
    if let failure = batch.failure { throw failure }
    return batch.results
  }

  /// As ``run(_:)``, but to its end: a commit that is cancelled would be neither here nor there.
  func runToEnd(_ groups: [[PostgreSQLCommand]]) async throws(PostgreSQLFailure)
    -> [PostgreSQLResult]
  {
    let batch = PostgreSQLBatch(groups, isCommit: true)
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      batch.whenFinished { _ in continuation.resume() }
      start(batch)
    }
    if let failure = batch.failure { throw failure }
    return batch.results
  }

  /// Sends a batch, from any thread.
  func start(_ batch: PostgreSQLBatch) {
    if loop.isCurrent { send(batch) } else { loop.execute { self.send(batch) } }
  }

  // MARK: Ending

  var lastFailure: PostgreSQLFailure {
    unsafe .lost(String(cString: PQerrorMessage(handle)))
  }

  /// Fails everything that was under way.
  func lose(_ reason: PostgreSQLFailure) {
    guard failure == nil else { return }
    failure = reason
    loop.unwatch(socket)
    for batch in pipeline.abandon() {
      batch.fail(reason)
      batch.end()
    }
    abandonCopy(reason)
    let onLoss = onLoss
    self.onLoss = nil
    onLoss?(self)
  }

  private func cancel(_ batch: PostgreSQLBatch) {
    batch.cancel()
    if batch.isRunning, failure == nil { requestCancellation() }
  }

  /// Has the server give up what it is doing. libpq opens a connection for it and waits, so that is
  /// another thread's.
  func requestCancellation() {
    guard let request = unsafe PQgetCancel(handle) else { return }
    cancellations += 1
    PostgreSQLOpening.cancel(unsafe PostgreSQLOpening.Cancellation(owning: request)) {
      self.loop.execute {
        self.cancellations -= 1
        if self.cancellations == 0 { self.onQuiet?() }
      }
    }
  }
}
