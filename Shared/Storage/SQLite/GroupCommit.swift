/// The writer: performs what has queued up and commits it all at once, so that one wait for the disk
/// serves many writes.
///
/// `@unchecked Sendable`: after `init` only the writer's thread touches it, but for the counters,
/// which have their own lock.
final class GroupCommit: @unchecked Sendable {
  private let session: WriteSession
  private let lock: FileLock
  private let signal: ChangeSignal
  private let options: SQLiteOptions
  private let counters: WriteCounters
  private let condition: DatabaseCondition
  private let longReads: LongReads
  private let checkpointer: Checkpointer
  private var checkpoints: CheckpointPolicy

  init(
    _ session: WriteSession, _ checkpointer: Checkpointer, _ lock: FileLock,
    _ signal: ChangeSignal, _ counters: WriteCounters, _ condition: DatabaseCondition,
    _ longReads: LongReads, _ options: SQLiteOptions
  ) {
    self.session = session
    self.checkpointer = checkpointer
    self.lock = lock
    self.signal = signal
    self.counters = counters
    self.condition = condition
    self.longReads = longReads
    self.options = options
    checkpoints = CheckpointPolicy(options)
  }

  /// Serves requests till the thread is to end.
  func serve(on thread: StorageThread) {
    while let request = thread.waitForRequest() {
      if request.isApart {
        thread.runToEnd { [session] in await request.perform(session) }
      } else {
        commit(from: request, on: thread)
        checkpoint()
      }
    }
    checkpointer.end()
    session.close()
    lock.release()
  }

  /// Performs `first` and what has queued up behind it in one transaction, a savepoint each.
  private func commit(from first: WriteRequest, on thread: StorageThread) {
    do {
      try session.connection.run("BEGIN IMMEDIATE")
    } catch {
      if error.isOfDatabase { condition.fail(error) }
      first.finish(error)
      return
    }
    session.connection.lastFailure = nil
    let newestBefore = session.newestChange
    let batch = thread.runToEnd { [self] in await perform(from: first, on: thread) }
    let failure = end()
    if failure == nil {
      counters.noteCommit(of: batch.count)
    } else {
      session.newestChange = newestBefore
    }
    tellCondition(failure)
    if session.newestChange > newestBefore { signal.publish(session.newestChange) }
    for request in batch { request.finish(failure) }
  }

  private func perform(from first: WriteRequest, on thread: StorageThread) async -> [WriteRequest] {
    let end = ContinuousClock.now + options.batchTime
    var batch = [first]
    await perform(first)
    while batch.count < options.batchLimit, session.connection.isInTransaction,
      ContinuousClock.now < end, let request = thread.takeRequest()
    {
      batch.append(request)
      await perform(request)
    }
    return batch
  }

  /// One body between a savepoint and its release, or its rollback.
  private func perform(_ request: WriteRequest) async {
    let newestBefore = session.newestChange
    do {
      try session.connection.run("SAVEPOINT body")
      await request.perform(session)
      if session.connection.isInTransaction {
        if request.hasFailed { try session.connection.run("ROLLBACK TO body") }
        try session.connection.run("RELEASE body")
      }
    } catch {
      request.fail(error)
      // What cannot be taken back alone goes with the whole transaction.
      if session.connection.isInTransaction { _ = try? session.connection.run("ROLLBACK") }
    }
    if request.hasFailed { session.newestChange = newestBefore }
  }

  /// Commits. A transaction that SQLite has ended by itself, as it does when the disk is full, or that
  /// cannot be committed leaves nothing behind.
  private func end() -> StorageError? {
    guard session.connection.isInTransaction else {
      let cause = session.connection.lastFailure
      return StorageError(
        cause?.code ?? .io,
        "nothing of this write was kept, its commit was given up: \(cause?.message ?? "")",
        underlying: cause?.underlying ?? 0)
    }
    do {
      try session.connection.run("COMMIT")
      return nil
    } catch {
      if session.connection.isInTransaction { _ = try? session.connection.run("ROLLBACK") }
      return error.code == .io ? GroupCommit.unknown(error) : error
    }
  }

  /// The commit's last pages may have reached the disk before it failed: after a crash they would
  /// count. The next commit that succeeds takes their place.
  private static func unknown(_ error: StorageError) -> StorageError {
    StorageError(
      .unknownOutcome,
      "the write was not acknowledged; it is kept whole or not at all: \(error.message)",
      underlying: error.underlying)
  }

  /// A failure of the disk is the database's, whoever met it, also when a body has swallowed it. Only
  /// what was written shows that it is over.
  private func tellCondition(_ failure: StorageError?) {
    if let cause = session.connection.lastFailure, cause.isOfDatabase {
      condition.fail(cause)
    } else if failure == nil, condition.isFailing, session.connection.hasWritten {
      condition.recover()
    }
  }

  /// Keeps the write-ahead log bounded. It comes after the answers, which need not wait for it.
  private func checkpoint() {
    let pages = session.connection.takeLogPages()
    guard pages > 0 else { return }
    counters.noteLog(of: pages)
    do {
      switch checkpoints.step(at: pages) {
      case .none: return
      case .passive: return checkpointer.begin()
      case .patient(let patience):
        checkpointer.finish()
        try session.connection.checkpoint(patience: patience)
      case .forced(let patience):
        checkpointer.finish()
        try force(patience, pages)
      }
      counters.noteCheckpoint()
    } catch {
      counters.noteFailedCheckpoint()
      condition.warn("\(error)")
    }
  }

  private func force(_ patience: Int32, _ pages: Int) throws(StorageError) {
    let ended = longReads.endAll(.log)
    counters.noteEndedReads(ended)
    if ended > 0 {
      condition.warn(
        "\(ended) long reads were ended: the write-ahead log has \(pages) pages, its bound")
    }
    guard try session.connection.checkpoint(patience: patience) else {
      condition.warn("the write-ahead log has \(pages) pages, and readers still need them")
      return
    }
  }
}
