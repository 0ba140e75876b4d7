internal import CSQLite
import Glibc

extension SQLiteDatabase {
  /// Opens the writer's connection and brings the engine's own tables about.
  static func openWriter(_ path: String, _ options: SQLiteOptions) throws(StorageError)
    -> Connection
  {
    createPrivately(path)
    let limit = options.maximumPages.map { "PRAGMA max_page_count = \($0);" } ?? ""
    let connection = try Connection(
      path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
      setup: """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -\(options.writerCacheKiB);
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA foreign_keys = ON;
        PRAGMA cell_size_check = ON;
        PRAGMA temp_store = MEMORY;
        \(limit)
        """)
    try connection.run(
      script: """
        BEGIN IMMEDIATE; \(ChangeLog.table) \(ChangeTables.sql) \(MigrationLog.table) COMMIT;
        """,
      doing: "opening \(path)")
    return connection
  }

  /// Personal data is its owner's alone; the log's files take over the rights of this one. What is
  /// wrong with the path is told by opening it.
  private static func createPrivately(_ path: String) {
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Opens a connection that only reads.
  static func openReader(_ path: String, _ options: SQLiteOptions) throws(StorageError)
    -> Connection
  {
    try Connection(
      path: path, flags: SQLITE_OPEN_READONLY,
      setup: """
        PRAGMA query_only = ON;
        PRAGMA cache_size = -\(options.cacheKiB);
        PRAGMA cell_size_check = ON;
        PRAGMA temp_store = MEMORY;
        """)
  }

  /// Looks at every page and index of the database: slow, for operators and after a doubt.
  ///
  /// - Returns: what is wrong, one sentence each; nothing if all is well.
  public func integrityProblems() async throws -> [String] {
    do {
      return try await scan { reader in
        try await reader.query("PRAGMA integrity_check", []) { $0.text(0) }.filter { $0 != "ok" }
      }
    } catch let error as StorageError where error.code == .corrupt {
      return [error.message]
    }
  }
}
