internal import CSQLite

extension StorageError {
  /// What SQLite's result code means, told with its own words for it.
  init(result: Int32, message: String, doing what: String) {
    let (code, advice) = StorageError.meaning(of: result)
    self.init(code, "\(what): \(message); \(advice)", underlying: result)
  }

  private static func meaning(of result: Int32) -> (Code, String) {
    // A page's checksum does not hold.
    if result == cameo_sqlite3_damaged_page { return meaning(of: SQLITE_CORRUPT) }
    return switch result & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_INTERRUPT:
      (.busy, "try again")
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG:
      (.constraint, "the data breaks a rule of the schema, nothing of it was kept")
    case SQLITE_FULL:
      (.full, "nothing of this write was kept; free disk space or raise the limit of pages")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      (.corrupt, "stop the service, keep the file for analysis and restore the last backup")
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOLFS,
      SQLITE_NOMEM, SQLITE_PROTOCOL:
      (.io, "check that the disk is healthy and that the folder exists and is writable")
    default:
      (.sql, "this is a mistake in the program, please report it")
    }
  }
}
