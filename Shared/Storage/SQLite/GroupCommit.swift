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

  init(
    _ session: WriteSession, _ lock: FileLock, _ signal: ChangeSignal, _ counters: WriteCounters,
    _ options: SQLiteOptions
  ) {
    self.session = session
    self.lock = lock
    self.signal = signal
    self.counters = counters
    self.options = options
  }

  /// Serves requests till the thread is to end.
  func serve(on thread: StorageThread) {
    while let request = thread.waitForRequest() {
      commit(from: request, on: thread)
      checkpoint()
    }
    session.connection.close()
    lock.release()
  }

  /// Performs `first` and what has queued up behind it in one transaction, a savepoint each.
  private func commit(from first: WriteRequest, on thread: StorageThread) {
    do {
      try session.connection.run("BEGIN IMMEDIATE")
    } catch {
      first.finish(error)
      return
    }
    let newestBefore = session.newestChange
    let batch = perform(from: first, on: thread)
    let failure = end()
    if failure == nil {
      counters.noteCommit(of: batch.count)
    } else {
      session.newestChange = newestBefore
    }
    if session.newestChange > newestBefore { signal.publish(session.newestChange) }
    for request in batch { request.finish(failure) }
  }

  private func perform(from first: WriteRequest, on thread: StorageThread) -> [WriteRequest] {
    let end = ContinuousClock.now + options.batchTime
    var batch = [first]
    perform(first, on: thread)
    while batch.count < options.batchLimit, session.connection.isInTransaction,
      ContinuousClock.now < end, let request = thread.takeRequest()
    {
      batch.append(request)
      perform(request, on: thread)
    }
    return batch
  }

  /// One body between a savepoint and its release, or its rollback.
  private func perform(_ request: WriteRequest, on thread: StorageThread) {
    let newestBefore = session.newestChange
    do {
      try session.connection.run("SAVEPOINT body")
      thread.runToEnd { [session] in await request.perform(session) }
      if session.connection.isInTransaction {
        if request.hasFailed { try session.connection.run("ROLLBACK TO body") }
        try session.connection.run("RELEASE body")
      }
    } catch {
      request.fail(error)
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
      return error
    }
  }

  /// Keeps the write-ahead log bounded. It comes after the answers, which need not wait for it.
  private func checkpoint() {
    let pages = session.connection.takeLogPages()
    guard pages >= options.checkpointPages else { return }
    do {
      try session.connection.checkpoint(patiently: pages >= options.checkpointPages * 8)
    } catch {
      counters.noteFailedCheckpoint()
    }
  }
}
