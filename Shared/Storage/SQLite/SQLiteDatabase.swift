internal import CSQLite

internal import Synchronization

/// The embedded engine: one file, one writer's thread, readers on every thread.
///
/// A write is answered when its commit is on disk (write-ahead log, `synchronous=FULL`). Reads see
/// everything that was answered before they began.
public final class SQLiteDatabase: Database {
  public let condition = DatabaseCondition()
  /// The file.
  public let path: String
  let options: SQLiteOptions
  let signal: ChangeSignal
  let writer: StorageThread
  let scanners: [StorageThread]
  let readers: PointReaders
  let longReads = LongReads()
  let snapshots = Mutex(SnapshotCount())
  private let recovery: Recovery
  private let counters = WriteCounters()
  private let closed = Atomic<Bool>(false)

  /// Opens the file, and creates it if there is none; its folder must exist.
  ///
  /// - Throws: ``StorageError``: `busy` if another process has it open, `corrupt` if it is damaged or
  ///   no database, `io` if the folder is missing or not writable.
  public init(path: String, options: SQLiteOptions = SQLiteOptions()) throws {
    let lock = try FileLock(path: path + ".lock")
    let leftover = SQLiteDatabase.sizeOfLog(path)
    let connection = try SQLiteDatabase.openWriter(path, options)
    if !options.opensMoved { try SQLiteDatabase.refuseIfLeft(connection) }
    let newest = try ChangeLog.newestCursor(connection)
    let signal = ChangeSignal(newest: newest)
    let session = WriteSession(connection, newestChange: newest, clock: options.clock)
    readers = try PointReaders { try SQLiteDatabase.openReader(path, options) }
    scanners = try (0..<options.scanThreads).map { number in
      try StorageThread.start(name: "storage-scan-\(number)") { $0.runJobs() }
    }
    let checkpointer = try Checkpointer(
      SQLiteDatabase.openCheckpointer(path, options), counters, condition)
    let commit = GroupCommit(
      session, checkpointer, lock, signal, counters, condition, longReads, options)
    writer = try StorageThread.start(name: "storage-write") { commit.serve(on: $0) }
    self.path = path
    self.options = options
    self.signal = signal
    recovery = Recovery(writer, condition, every: options.probeInterval)
    if leftover > 0 {
      condition.warn(
        "\(path) was not closed by who had it last, which was killed or lost its power: what is whole"
          + " in \(leftover) bytes of its write-ahead log was taken over")
    }
  }

  /// Whether ``close()`` was called.
  var isClosed: Bool { closed.load(ordering: .relaxed) }

  deinit {
    recovery.end()
    readers.close()
    for thread in scanners + [writer] { thread.stop() }
  }

  /// What the writer has done since the database was opened.
  public var statistics: WriteStatistics {
    var statistics = counters.current
    statistics.waiting = writer.waitingRequests
    return statistics
  }

  @discardableResult
  public func write<R: Sendable>(
    customer: String, _ body: @Sendable @escaping (any Writer) async throws -> R
  ) async throws -> R {
    try await perform { try await body($0) }
  }

  /// Has a body performed by the writer, with what only this engine has.
  func perform<R: Sendable>(
    _ body: @Sendable @escaping (WriteSession) async throws -> R
  ) async throws -> R {
    guard !writer.isCurrent else {
      throw StorageError(.sql, "a write inside a write would wait for itself for ever")
    }
    if condition.isFailing { try refuseIfDamaged() }
    return try await writer.perform(limit: options.waitingLimit, body)
  }

  /// A damaged file is not written to: that could only damage more.
  private func refuseIfDamaged() throws {
    guard let fault = condition.fault, fault.code == .corrupt else { return }
    throw StorageError(
      .corrupt, "nothing was kept, since the database is damaged: \(fault.message)",
      underlying: fault.underlying)
  }

  public func waitForChange(after cursor: Int64) async throws -> Int64 {
    try await signal.wait(after: cursor)
  }

  public func changes(after cursor: Int64, customer: String?, limit: Int) async throws -> [Change] {
    try await read { reader in
      let entries = try await ChangeLog.entries(reader, after: cursor, of: customer, limit: limit)
      try await reader.requireKept(after: cursor)
      return entries
    }
  }

  public func close() async {
    closed.store(true, ordering: .relaxed)
    recovery.end()
    _ = longReads.endAll(.closed)
    for thread in scanners { thread.stop() }
    for thread in scanners { await thread.join() }
    // The last connection to close moves the log into the file and removes it: the writer's.
    readers.close()
    writer.stop()
    await writer.join()
    signal.close()
  }
}
