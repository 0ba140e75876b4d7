internal import CPageChecksum
internal import CSQLite

/// One handle on the database file, with its cache of prepared statements.
///
/// `@unchecked Sendable`: SQLite is opened without its own locks, and whoever holds a connection is
/// its only user: the writer thread owns one for life, the others are lent out by ``PointReaders``.
@safe final class Connection: Reader, @unchecked Sendable {
  let handle: OpaquePointer
  private let logPages: UnsafeMutablePointer<Int32>
  private var statements: [String: Statement] = [:]
  private var uses = 0
  private var isClosed = false
  /// The last failure of a statement, for those whom it takes along; whoever looks at it forgets it.
  var lastFailure: StorageError?
  /// How long what is read now may go on; nil for as long as it takes.
  var limit: ReadLimit?
  /// How long a statement waits for a lock.
  private static let patience: Int32 = 5_000
  /// More different statements than a service has; beyond it the least recently used one goes.
  private static let cachedStatements = 256

  init(path: String, flags: Int32, fileSystem: String, setup: String) throws(StorageError) {
    _ = Connection.configured
    guard let fileSystem = unsafe cameo_page_checksum_over(fileSystem) else {
      throw StorageError(.io, "opening \(path): SQLite has no file system \(fileSystem)")
    }
    var handle: OpaquePointer?
    let result = unsafe sqlite3_open_v2(
      path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      fileSystem)
    guard result == SQLITE_OK, let handle = unsafe handle else {
      let reason = unsafe String(cString: sqlite3_errstr(result))
      unsafe sqlite3_close_v2(handle)
      throw StorageError(result: result, message: reason, doing: "opening \(path)")
    }
    unsafe self.handle = unsafe handle
    unsafe logPages = .allocate(capacity: 1)
    unsafe logPages.initialize(to: 0)
    unsafe sqlite3_busy_timeout(handle, Connection.patience)
    // In a file that has content this takes effect when it is written anew (VACUUM).
    var reserved: Int32 = 8
    if flags & SQLITE_OPEN_CREATE != 0 {
      unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved)
    }
    try run(script: setup, doing: "opening \(path)")
    unsafe cameo_sqlite3_watch_log(handle, logPages)
  }

  deinit {
    close()
    unsafe logPages.deallocate()
  }

  /// Lets go of the file; the connection is not used afterwards. Idempotent.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    statements.removeAll()
    unsafe sqlite3_close_v2(handle)
  }

  /// SQLite's counting of its memory takes a lock that all threads share.
  private static let configured = cameo_sqlite3_without_memory_statistics()

  /// Whether a transaction is open. SQLite ends one by itself after some failures.
  var isInTransaction: Bool {
    unsafe sqlite3_get_autocommit(handle) == 0
  }

  /// The row id of the last insert.
  var lastInsertedRow: Int64 {
    unsafe sqlite3_last_insert_rowid(handle)
  }

  func query<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> [R] {
    try rows(sql, parameters, row)
  }

  /// Asks and maps every row, at once.
  func rows<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) throws -> [R] {
    if let failure = limit?.failure { throw failure }
    let statement = try cached(sql)
    defer { statement.reset() }
    try statement.bind(parameters)
    var answer: [R] = []
    while try step(statement) {
      answer.append(try row(StatementRow(statement)))
    }
    return answer
  }

  /// Runs `body` with one consistent view of the data.
  func snapshot<R>(_ body: () async throws -> R) async throws -> R {
    try run("BEGIN")
    do {
      let answer = try await body()
      try run("COMMIT")
      return answer
    } catch {
      if isInTransaction { try run("ROLLBACK") }
      throw error
    }
  }

  /// Runs a statement to its end and answers how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ parameters: [SQLValue] = []) throws(StorageError) -> Int {
    let statement = try cached(sql)
    defer { statement.reset() }
    try statement.bind(parameters)
    let before = unsafe sqlite3_total_changes64(handle)
    while try step(statement) {}
    guard unsafe sqlite3_stmt_readonly(statement.handle) == 0 else { return 0 }
    return unsafe sqlite3_total_changes64(handle) == before
      ? 0 : Int(sqlite3_changes64(handle))
  }

  /// Runs several statements that have no parameters; nothing is cached.
  func run(script: String, doing what: String) throws(StorageError) {
    let result = unsafe sqlite3_exec(handle, script, nil, nil, nil)
    guard result == SQLITE_OK else { throw failure(result, what) }
  }

  /// The page size of a file whose pages have checksums; 0 for one without. A new file is to have them
  /// where it is set.
  var checkedPageSize: Int32 {
    get {
      var size: Int32 = 0
      unsafe sqlite3_file_control(handle, "main", Int32(CAMEO_CHECKSUM_GET), &size)
      return size
    }
    set {
      var size = newValue
      unsafe sqlite3_file_control(handle, "main", Int32(CAMEO_CHECKSUM_SET), &size)
    }
  }

  /// Whether the last transaction has written anything that ``takeLogPages()`` has not told yet.
  var hasWritten: Bool { unsafe logPages.pointee > 0 }

  /// The pages in the write-ahead log after the last commit of this connection, once; then 0.
  func takeLogPages() -> Int {
    defer { unsafe logPages.pointee = 0 }
    return unsafe Int(logPages.pointee)
  }

  /// Moves what the write-ahead log holds into the database file. With `patience`, it waits so many
  /// milliseconds for readers of old snapshots to end, so that the log starts again from its beginning.
  ///
  /// - Returns: whether the log starts again, as far as was asked.
  @discardableResult
  func checkpoint(patience: Int32?) throws(StorageError) -> Bool {
    let mode = patience == nil ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART
    if let patience { unsafe sqlite3_busy_timeout(handle, patience) }
    defer { if patience != nil { unsafe sqlite3_busy_timeout(handle, Connection.patience) } }
    let result = unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil)
    guard result & 0xff == SQLITE_OK || result & 0xff == SQLITE_BUSY else {
      throw failure(result, "moving the write-ahead log into the database")
    }
    return result == SQLITE_OK
  }

  private func step(_ statement: Statement) throws(StorageError) -> Bool {
    switch statement.step() {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let result: throw failure(result, "running \"\(statement.sql)\"")
    }
  }

  func failure(_ result: Int32, _ what: String) -> StorageError {
    if result & 0xff == SQLITE_INTERRUPT, let failure = limit?.failure { return failure }
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    let failure = StorageError(result: result, message: message, doing: what)
    // What follows from a failing disk does not hide it.
    if lastFailure?.isOfDatabase != true { lastFailure = failure }
    return failure
  }

  private func cached(_ sql: String) throws(StorageError) -> Statement {
    uses += 1
    if let statement = statements[sql] {
      statement.lastUse = uses
      return statement
    }
    if statements.count >= Connection.cachedStatements {
      let oldest = statements.min { $0.value.lastUse < $1.value.lastUse }
      oldest.map { _ = statements.removeValue(forKey: $0.key) }
    }
    let statement = unsafe try Statement(sql, on: handle)
    statement.lastUse = uses
    statements[sql] = statement
    return statement
  }
}
