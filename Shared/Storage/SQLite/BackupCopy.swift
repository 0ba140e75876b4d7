internal import CSQLite

/// The pages of a database on their way into a file, some at a time.
///
/// While they are read by the connection that writes the database, SQLite brings what has been copied up
/// to date by itself, and the copy is the database as of its end: no snapshot holds the write-ahead
/// log, and no amount of writing makes it begin again (https://www.sqlite.org/backup.html).
///
/// `@unchecked Sendable`: used by one thread at a time, that of the connection copied from.
@safe final class BackupCopy: @unchecked Sendable {
  private let target: Connection
  private var copying: OpaquePointer?
  /// Whether all is copied, and the file closed.
  private(set) var isWhole = false
  /// Pages a step: about a millisecond, which is as long as a write waits for it.
  private static let pages: Int32 = 256

  /// - Parameter path: an empty file.
  init(to path: String) throws(StorageError) {
    // It is brought to disk once, when it is whole.
    target = try Connection(
      path: path, flags: SQLITE_OPEN_READWRITE, fileSystem: "unix",
      setup: "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;")
  }

  deinit { unsafe assert(copying == nil, "a copy must be ended where it is made") }

  /// Gives it up, where it is not whole. On the thread of the connection copied from: SQLite keeps a list of
  /// such copies, through which every write of that connection goes. Idempotent.
  func end() {
    unsafe sqlite3_backup_finish(copying)
    unsafe copying = nil
  }

  /// Copies some pages. What fails ends it.
  func step(from source: Connection) throws -> WorkProgress {
    do {
      return try advance(source)
    } catch {
      end()
      throw error
    }
  }

  private func advance(_ source: Connection) throws -> WorkProgress {
    if unsafe copying == nil {
      // Pages come in any order, also before the one that says that they have checksums.
      target.checkedPageSize = source.checkedPageSize
      unsafe copying = sqlite3_backup_init(target.handle, "main", source.handle, "main")
    }
    guard let copying = unsafe copying else {
      throw target.failure(unsafe sqlite3_errcode(target.handle), "beginning a copy")
    }
    let result = unsafe sqlite3_backup_step(copying, BackupCopy.pages)
    let total = unsafe Int(sqlite3_backup_pagecount(copying))
    switch result {
    case SQLITE_OK:
      return unsafe WorkProgress(done: total - Int(sqlite3_backup_remaining(copying)), total: total)
    case SQLITE_DONE:
      unsafe self.copying = nil
      let result = unsafe sqlite3_backup_finish(copying)
      guard result == SQLITE_OK else { throw target.failure(result, "ending a copy") }
      target.close()
      isWhole = true
      return WorkProgress(done: total, total: total)
    default:
      throw StorageError(
        result: result, message: unsafe String(cString: sqlite3_errstr(result)),
        doing: "copying the database")
    }
  }
}
