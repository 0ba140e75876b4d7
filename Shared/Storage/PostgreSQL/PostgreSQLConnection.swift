internal import CPostgres
internal import Runtime

/// One statement of a batch.
struct PostgreSQLCommand: Sendable {
  var sql: String
  var parameters: [SQLValue] = []
  /// Whether it is prepared once and kept: for what is a literal of the program.
  var isKept = true
}

/// What is sent to the server at once and answered at once.
///
/// `@unchecked Sendable`: made by one task, and from `start` on touched by the connection's loop
/// alone, until `finish` hands it back.
final class PostgreSQLBatch: @unchecked Sendable {
  /// Groups, each ended by a sync: an error skips the rest of its group, and the next group begins
  /// anew. Outside of a transaction a group is one.
  let groups: [[PostgreSQLCommand]]
  fileprivate(set) var results: [PostgreSQLResult] = []
  /// The first failure of all.
  fileprivate(set) var failure: PostgreSQLFailure?
  fileprivate var isRunning = false
  fileprivate var isCancelled = false
  private var finish: ((PostgreSQLBatch) -> Void)?

  init(_ groups: [[PostgreSQLCommand]], finish: ((PostgreSQLBatch) -> Void)? = nil) {
    self.groups = groups
    self.finish = finish
  }

  func whenFinished(_ finish: @escaping (PostgreSQLBatch) -> Void) { self.finish = finish }

  fileprivate func end() {
    let finish = finish
    self.finish = nil
    finish?(self)
  }

  fileprivate func fail(_ failure: PostgreSQLFailure) {
    if self.failure == nil { self.failure = failure }
  }
}

/// A connection to a server, in pipeline mode, that lives on one event loop.
///
/// Statements go out at once, one behind the other, without waiting for answers; the answers come in
/// the order of the statements. Who leases the connection is alone on it.
///
/// `@unchecked Sendable`: all that changes belongs to the loop's thread; the entries that others may
/// call hop there.
@safe final class PostgreSQLConnection: SocketHandler, @unchecked Sendable {
  /// What the server owes an answer to.
  private enum Debt {
    case preparation(PostgreSQLStatements.Key, sql: String, PostgreSQLBatch)
    case statement(sql: String, PostgreSQLBatch)
    case sync(PostgreSQLBatch, isLast: Bool)
  }

  let loop: EventLoop
  private let handle: OpaquePointer
  private let socket: Int32
  private var debts = Queue<Debt>()
  /// The first of them, taken out, and whether an answer to it has come.
  private var head: Debt?
  private var isAnswered = false
  private var statements = PostgreSQLStatements()
  private var dropped: [String] = []
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
    let batch = PostgreSQLBatch(groups)
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

  private func send(_ batch: PostgreSQLBatch) {
    if failure == nil, batch.isCancelled { batch.fail(.cancelled) }
    if let failure = failure ?? batch.failure {
      batch.fail(failure)
      return batch.end()
    }
    batch.isRunning = true
    for (number, group) in batch.groups.enumerated() {
      for command in group where !send(command, batch) { return lose(lastFailure) }
      guard unsafe PQpipelineSync(handle) == 1 else { return lose(lastFailure) }
      debts.append(.sync(batch, isLast: number == batch.groups.count - 1))
    }
    flush()
    release()
  }

  private func send(_ command: PostgreSQLCommand, _ batch: PostgreSQLBatch) -> Bool {
    guard command.isKept else {
      guard isComplete(command, batch) else { return true }
      debts.append(.statement(sql: command.sql, batch))
      return unsafe PostgreSQLBinding.withParameters(command.parameters) { count, types, values in
        unsafe PQsendQueryParams(
          handle, command.sql, count, types, values.pointers, values.lengths, values.formats, 1)
          == 1
      }
    }
    let key = PostgreSQLStatements.Key(command)
    let (name, isNew, dropped) = statements.name(of: key)
    if let dropped { self.dropped.append(dropped) }
    if isNew {
      guard isComplete(command, batch) else {
        statements.forget(key)
        return true
      }
      debts.append(.preparation(key, sql: command.sql, batch))
      let isSent = unsafe PostgreSQLBinding.withTypes(command.parameters) { count, types in
        unsafe PQsendPrepare(handle, name, command.sql, count, types) == 1
      }
      guard isSent else { return false }
    }
    debts.append(.statement(sql: command.sql, batch))
    return unsafe PostgreSQLBinding.withParameters(command.parameters) { count, _, values in
      unsafe PQsendQueryPrepared(
        handle, name, count, values.pointers, values.lengths, values.formats, 1) == 1
    }
  }

  /// Whether there is a value for each placeholder: the server would not mind one too many.
  private func isComplete(_ command: PostgreSQLCommand, _ batch: PostgreSQLBatch) -> Bool {
    let count = PostgreSQLDialect.placeholders(of: command.sql)
    guard count != command.parameters.count else { return true }
    batch.fail(
      PostgreSQLFailure(
        storage: StorageError(
          .sql,
          "\"\(command.sql)\" has \(count) placeholders but got \(command.parameters.count) values")
      ))
    return false
  }

  /// Has the server forget the statements that had to make room. On their own: in front of a
  /// transaction's beginning they would be a part of it.
  private func release() {
    guard failure == nil, !dropped.isEmpty else { return }
    let groups = dropped.map { [PostgreSQLCommand(sql: "DEALLOCATE \($0)", isKept: false)] }
    dropped = []
    send(PostgreSQLBatch(groups))
  }

  private func flush() {
    switch unsafe PQflush(handle) {
    case 0: loop.update(socket, .read)
    case 1: loop.update(socket, [.read, .write])
    default: lose(lastFailure)
    }
  }

  // MARK: Receiving

  func socketReady(_ readiness: Interest) {
    guard failure == nil else { return }
    if readiness.contains(.write) { flush() }
    guard failure == nil, readiness.contains(.read) else { return }
    guard unsafe PQconsumeInput(handle) == 1 else { return lose(lastFailure) }
    takeAnswers()
    takeNotifications()
  }

  private func takeAnswers() {
    var hasPaused = false
    while failure == nil {
      if head == nil { (head, isAnswered) = (debts.take(), false) }
      guard let debt = head, unsafe PQisBusy(handle) == 0 else { return }
      guard let result = unsafe PQgetResult(handle) else {
        // The end of a statement's answers; or of what came before it, once.
        guard isAnswered || !hasPaused else { return }
        hasPaused = !isAnswered
        if isAnswered { head = nil }
        continue
      }
      (isAnswered, hasPaused) = (true, false)
      settle(debt, unsafe PostgreSQLResult(owning: result))
    }
  }

  private func settle(_ debt: Debt, _ result: PostgreSQLResult) {
    let status = unsafe PQresultStatus(result.handle)
    switch debt {
    case .sync(let batch, let isLast):
      guard status == PGRES_PIPELINE_SYNC else { return lose(.lost("an answer out of turn")) }
      head = nil
      if isLast {
        batch.isRunning = false
        batch.end()
      }
    case .preparation(let key, let sql, let batch):
      if status != PGRES_COMMAND_OK {
        statements.forget(key)
        note(status, result, sql, batch)
      }
    case .statement(let sql, let batch):
      if status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK {
        batch.results.append(result)
      } else {
        note(status, result, sql, batch)
      }
    }
  }

  private func note(
    _ status: ExecStatusType, _ result: PostgreSQLResult, _ sql: String, _ batch: PostgreSQLBatch
  ) {
    switch status {
    // What follows an error up to the next sync: the error has been noted.
    case PGRES_PIPELINE_ABORTED: break
    case PGRES_EMPTY_QUERY:
      batch.fail(PostgreSQLFailure(storage: StorageError(.sql, "there is no statement")))
    case PGRES_FATAL_ERROR:
      let failure = unsafe PostgreSQLFailure(result.handle, doing: "running \"\(sql)\"")
      batch.fail(batch.isCancelled && failure.state == "57014" ? .cancelled : failure)
    default:
      batch.fail(
        PostgreSQLFailure(storage: StorageError(.sql, "\"\(sql)\" is no statement for here")))
    }
  }

  private func takeNotifications() {
    var hasCome = false
    while failure == nil, let notification = unsafe PQnotifies(handle) {
      unsafe PQfreemem(notification)
      hasCome = true
    }
    if hasCome { onNotification?() }
  }

  // MARK: Ending

  private var lastFailure: PostgreSQLFailure {
    unsafe .lost(String(cString: PQerrorMessage(handle)))
  }

  /// Fails everything that was under way.
  private func lose(_ reason: PostgreSQLFailure) {
    guard failure == nil else { return }
    failure = reason
    loop.unwatch(socket)
    var ended: [PostgreSQLBatch] = []
    while let debt = head ?? debts.take() {
      head = nil
      if case .sync(let batch, true) = debt { ended.append(batch) }
      if case .statement(_, let batch) = debt, ended.last !== batch { ended.append(batch) }
    }
    for batch in ended {
      batch.fail(reason)
      batch.isRunning = false
      batch.end()
    }
    let onLoss = onLoss
    self.onLoss = nil
    onLoss?(self)
  }

  /// Has the server give up what `batch` is doing. libpq opens a connection for it and waits, so that
  /// is another thread's.
  private func cancel(_ batch: PostgreSQLBatch) {
    batch.isCancelled = true
    guard batch.isRunning, failure == nil else { return }
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

extension PostgreSQLFailure {
  /// The task was cancelled, and so the statement.
  static let cancelled = PostgreSQLFailure(
    storage: StorageError(.busy, "the statement was cancelled"), state: cancelledState)
  private static let cancelledState = "cancelled"

  var isCancellation: Bool { state == Self.cancelledState }

  /// What a body sees.
  var seen: any Error { isCancellation ? CancellationError() : storage }
}
