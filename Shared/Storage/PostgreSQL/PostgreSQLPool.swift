internal import Runtime

/// The connections of one event loop: opened when they are needed, lent to one user at a time, kept.
///
/// `@unchecked Sendable`: all that changes belongs to the loop's thread; the entries that others may
/// call hop there.
final class PostgreSQLPool: @unchecked Sendable {
  /// Opens a connection, away from the loop.
  typealias Opener =
    @Sendable (
      @escaping @Sendable (Result<PostgreSQLOpening.Opened, PostgreSQLFailure>) -> Void
    ) -> Void

  let loop: EventLoop
  private let limit: Int
  private let options: PostgreSQLOptions
  private let condition: DatabaseCondition
  private let open: Opener
  private var idle: [PostgreSQLConnection] = []
  private var lent: [ObjectIdentifier: PostgreSQLConnection] = [:]
  /// Lent, idle and being opened.
  private var count = 0
  private var waiters = Queue<PostgreSQLWaiter>()
  private var waiting = 0
  private var backoff = PostgreSQLBackoff()
  private var lastFailure: PostgreSQLFailure?
  private lazy var retry = PostgreSQLTimer { [weak self] in self?.openForWaiters() }
  private var isClosed = false
  /// Whether the loss of a connection was told, and none has been opened since.
  private var isLossTold = false
  private var whenEmpty: [@Sendable () -> Void] = []

  init(
    on loop: EventLoop, limit: Int, _ options: PostgreSQLOptions, _ condition: DatabaseCondition,
    open: @escaping Opener
  ) {
    self.loop = loop
    self.limit = max(1, limit)
    self.options = options
    self.condition = condition
    self.open = open
  }

  /// Lends a connection, from any thread. Cancelled, it stops waiting.
  ///
  /// - Throws: `busy` where none came free in time, `closed` when the database closes.
  func lease() async throws -> PostgreSQLConnection {
    if loop.isCurrent, let connection = try takeIdle() { return connection }
    let waiter = PostgreSQLWaiter()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        waiter.continuation = continuation
        onLoop { self.enroll(waiter) }
      }
    } onCancel: {
      loop.execute { self.dismiss(waiter, CancellationError()) }
    }
  }

  /// Takes a connection back, from any thread. What was sent on it may still be under way.
  func giveBack(_ connection: PostgreSQLConnection) {
    onLoop { self.take(back: connection) }
  }

  /// Lends nothing more, and lets go of every connection once it comes back.
  ///
  /// - Parameter endsLent: whether at once, and whoever works with it is told that the database is
  ///   closed.
  func close(endsLent: Bool = false) async {
    await withCheckedContinuation { continuation in
      loop.execute {
        self.isClosed = true
        self.loop.cancel(self.retry)
        while let waiter = self.waiters.take() {
          self.settle(waiter) { $0.resume(throwing: StorageError.databaseIsClosed) }
        }
        for connection in self.idle { self.forget(connection) }
        if endsLent { for connection in self.lent.values { self.end(connection) } }
        self.whenEmpty.append { continuation.resume() }
        self.noteEmptiness()
      }
    }
  }

  private func onLoop(_ work: @escaping @Sendable () -> Void) {
    if loop.isCurrent { work() } else { loop.execute(work) }
  }

  // MARK: On the loop

  private func takeIdle() throws -> PostgreSQLConnection? {
    guard !isClosed else { throw StorageError.databaseIsClosed }
    guard let connection = idle.popLast() else { return nil }
    lent[ObjectIdentifier(connection)] = connection
    return connection
  }

  private func enroll(_ waiter: PostgreSQLWaiter) {
    guard !waiter.isCancelled else {
      return settle(waiter) { $0.resume(throwing: CancellationError()) }
    }
    do {
      if let connection = try takeIdle() {
        return settle(waiter) { $0.resume(returning: connection) }
      }
      guard waiting < options.waitLimit else {
        throw StorageError(.busy, "too many wait for a connection to PostgreSQL; try again")
      }
    } catch { return settle(waiter) { $0.resume(throwing: error) } }
    sweep()
    waiter.isWaiting = true
    waiting += 1
    waiters.append(waiter)
    waiter.timer = PostgreSQLTimer { [weak self, weak waiter] in
      guard let self, let waiter else { return }
      self.dismiss(waiter, self.tooLate)
    }
    waiter.timer.map { loop.schedule($0, at: loop.now + options.waitTime.nanoseconds) }
    openForWaiters()
  }

  /// Forgets those who have given up, where they have become many: nobody comes to serve the rest
  /// while the server is away.
  private func sweep() {
    guard waiters.count > 2 * options.waitLimit else { return }
    var kept = Queue<PostgreSQLWaiter>()
    while let waiter = waiters.take() { if waiter.isWaiting { kept.append(waiter) } }
    waiters = kept
  }

  private var tooLate: StorageError {
    let reason = lastFailure.map { "; the last attempt failed: \($0.storage.message)" } ?? ""
    return StorageError(
      lastFailure == nil ? .busy : .unreachable,
      "no connection to PostgreSQL came free within \(options.waitTime)\(reason)")
  }

  private func dismiss(_ waiter: PostgreSQLWaiter, _ error: any Error) {
    waiter.isCancelled = true
    guard waiter.isWaiting else { return }
    settle(waiter) { $0.resume(throwing: error) }
  }

  private func settle(
    _ waiter: PostgreSQLWaiter,
    _ answer: (CheckedContinuation<PostgreSQLConnection, any Error>) -> Void
  ) {
    if waiter.isWaiting { waiting -= 1 }
    waiter.isWaiting = false
    if let timer = waiter.timer { loop.cancel(timer) }
    waiter.timer = nil
    let continuation = waiter.continuation
    waiter.continuation = nil
    if let continuation { answer(continuation) }
  }

  private func take(back connection: PostgreSQLConnection) {
    guard lent[ObjectIdentifier(connection)] != nil else { return }
    guard !isClosed, connection.failure == nil else { return forget(connection) }
    guard !connection.isBeingCancelled else {
      // The cancellation could hit what is sent next: it is waited for.
      return connection.onQuiet = { [weak self, unowned connection] in
        connection.onQuiet = nil
        self?.clean(connection)
      }
    }
    lent[ObjectIdentifier(connection)] = nil
    serve(connection)
  }

  /// The cancellation may have hit what was to end the transaction, or to let go of its locks.
  private func clean(_ connection: PostgreSQLConnection) {
    let batch = PostgreSQLBatch([
      [PostgreSQLCommand(sql: "ROLLBACK")], [CustomerLock.releasing],
    ])
    batch.whenFinished { [weak self, unowned connection] batch in
      if let failure = batch.failure { connection.discard(failure) }
      self?.take(back: connection)
    }
    connection.start(batch)
  }

  /// Gives a free connection to who waits longest, or keeps it.
  private func serve(_ connection: PostgreSQLConnection) {
    while let waiter = waiters.take() {
      guard waiter.isWaiting else { continue }
      lent[ObjectIdentifier(connection)] = connection
      return settle(waiter) { $0.resume(returning: connection) }
    }
    idle.append(connection)
  }

  private func forget(_ connection: PostgreSQLConnection) {
    idle.removeAll { $0 === connection }
    lent[ObjectIdentifier(connection)] = nil
    connection.onLoss = nil
    connection.close()
    count -= 1
    openForWaiters()
    noteEmptiness()
  }

  /// Ends what is under way, here and on the server.
  private func end(_ connection: PostgreSQLConnection) {
    if !connection.pipeline.isEmpty { connection.requestCancellation() }
    connection.onLoss = nil
    connection.lose(PostgreSQLFailure(storage: .databaseIsClosed))
    forget(connection)
  }

  private func noteEmptiness() {
    guard isClosed, count == 0 else { return }
    for done in whenEmpty { done() }
    whenEmpty = []
  }

  /// Opens as many connections as are waited for, within the limit, and not before a failed attempt's
  /// pause is over.
  private func openForWaiters() {
    guard !isClosed, !retry.isScheduled else { return }
    // A server that is away is knocked at by one of us: each attempt holds up a thread.
    var missing = lastFailure == nil ? waiting - opening : min(waiting, 1) - opening
    while missing > 0, count < limit {
      missing -= 1
      count += 1
      opening += 1
      open { result in self.loop.execute { self.opened(result) } }
    }
  }

  private var opening = 0

  private func opened(_ result: Result<PostgreSQLOpening.Opened, PostgreSQLFailure>) {
    opening -= 1
    switch result {
    case .success(let opened):
      let connection = PostgreSQLConnection(opened, on: loop)
      guard !isClosed, connection.failure == nil else {
        connection.close()
        count -= 1
        return noteEmptiness()
      }
      backoff.reset()
      lastFailure = nil
      isLossTold = false
      connection.onLoss = { [weak self] in self?.lost($0) }
      serve(connection)
      // After a failure one was opened, however many waited.
      openForWaiters()
    case .failure(let failure):
      count -= 1
      lastFailure = failure
      noteEmptiness()
      guard !isClosed else { return }
      // What will not pass by itself is told at once.
      if !failure.isLost { failWaiters(failure.storage) }
      guard !retry.isScheduled else { return }
      let pause = backoff.next(random: Double.random(in: 0..<1))
      loop.schedule(retry, at: loop.now + pause)
    }
  }

  /// A connection has ended by itself: an idle one is dropped, a lent one when it comes back.
  private func lost(_ connection: PostgreSQLConnection) {
    // A server that goes takes all of them along: that is told once.
    if !isLossTold, let failure = connection.failure { condition.warn(failure.storage.message) }
    isLossTold = true
    if idle.contains(where: { $0 === connection }) { forget(connection) }
  }

  private func failWaiters(_ error: StorageError) {
    while let waiter = waiters.take() {
      if waiter.isWaiting { settle(waiter) { $0.resume(throwing: error) } }
    }
  }
}

/// Somebody who waits for a connection.
///
/// `@unchecked Sendable`: the continuation is set before the loop is told; all else is the loop's.
final class PostgreSQLWaiter: @unchecked Sendable {
  var continuation: CheckedContinuation<PostgreSQLConnection, any Error>?
  var isWaiting = false
  var isCancelled = false
  var timer: PostgreSQLTimer?
}

/// A timer that does what it was made with.
final class PostgreSQLTimer: TimerEntry {
  private let work: () -> Void

  init(_ work: @escaping () -> Void) { self.work = work }

  override func fire() { work() }
}

/// How long to wait between attempts to connect: doubling up to a cap, less a random half, so that
/// replicas that lost one server do not come back in step.
struct PostgreSQLBackoff: Equatable {
  static let first: Int64 = 50_000_000
  static let longest: Int64 = 2_000_000_000
  private(set) var failures = 0

  /// Nanoseconds to wait now; `random` is within 0..<1.
  mutating func next(random: Double) -> Int64 {
    let whole = min(Self.first << Int64(min(failures, 16)), Self.longest)
    failures += 1
    return whole - Int64(Double(whole) / 2 * random)
  }

  /// An attempt has succeeded.
  mutating func reset() { failures = 0 }
}
