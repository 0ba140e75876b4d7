internal import CSQLite
import Glibc

extension SQLiteDatabase {
  /// Opens the writer's connection and brings the engine's own tables about.
  static func openWriter(_ path: String, _ options: SQLiteOptions) throws(StorageError)
    -> Connection
  {
    createPrivately(path)
    var status = stat()
    let isNew = unsafe stat(path, &status) == 0 && status.st_size == 0
    let limit = options.maximumPages.map { "PRAGMA max_page_count = \($0);" } ?? ""
    let connection = try Connection(
      path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
      fileSystem: options.fileSystem,
      setup: """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -\(options.writerCacheKiB);
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA cell_size_check = ON;
        PRAGMA temp_store = MEMORY;
        \(limit)
        """)
    try connection.run(
      script: """
        BEGIN IMMEDIATE; \(ChangeLog.table) \(ChangeTables.sql) \(MigrationLog.table) COMMIT;
        """,
      doing: "opening \(path)")
    // Whoever opens the file finds its first page, which says that pages have checksums.
    if isNew { try connection.checkpoint(patience: nil) }
    return connection
  }

  /// Opens a connection that moves the write-ahead log; it must have read once to know that there is one.
  static func openCheckpointer(_ path: String, _ options: SQLiteOptions) throws(StorageError)
    -> Connection
  {
    try Connection(
      path: path, flags: SQLITE_OPEN_READWRITE, fileSystem: options.fileSystem,
      setup: """
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 67108864;
        SELECT 1 FROM sqlite_schema LIMIT 1;
        """)
  }

  /// Bytes of the write-ahead log, which the last connection to close removes; 0 where there is none.
  static func sizeOfLog(_ path: String) -> Int64 {
    var status = stat()
    return unsafe stat(path + "-wal", &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Personal data is its owner's alone; the log's files take over the rights of this one. What is
  /// wrong with the path is told by opening it.
  @discardableResult
  static func createPrivately(_ path: String) -> Bool {
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    Glibc.close(descriptor)
    return true
  }

  /// Opens a connection that only reads.
  static func openReader(_ path: String, _ options: SQLiteOptions) throws(StorageError)
    -> Connection
  {
    try Connection(
      path: path, flags: SQLITE_OPEN_READONLY, fileSystem: options.fileSystem,
      setup: """
        PRAGMA query_only = ON;
        PRAGMA cache_size = -\(options.cacheKiB);
        PRAGMA cell_size_check = ON;
        PRAGMA temp_store = MEMORY;
        """)
  }
}
