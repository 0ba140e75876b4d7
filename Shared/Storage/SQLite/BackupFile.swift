internal import CSQLite

/// A backup: an ordinary SQLite file without a write-ahead log, that any tool can read.
enum BackupFile {
  /// Makes a copied file such a one, looks at all of it, and tells what it holds.
  ///
  /// - Parameter change: what is done with it before.
  static func finish(
    _ path: String, _ change: (Connection) throws -> Void = { _ in }
  ) throws -> BackupReport {
    let connection = try Connection(
      path: path, flags: SQLITE_OPEN_READWRITE, fileSystem: "unix",
      setup: "PRAGMA journal_mode = DELETE;")
    defer { connection.close() }
    try change(connection)
    try requireWhole(connection, named: path)
    return try report(connection)
  }

  /// Opens one for reading.
  static func open(_ path: String) throws(StorageError) -> Connection {
    try Connection(
      path: path, flags: SQLITE_OPEN_READONLY, fileSystem: "unix-excl",
      setup: """
        PRAGMA query_only = ON; PRAGMA cell_size_check = ON; SELECT 1 FROM sqlite_schema LIMIT 1;
        """)
  }

  /// - Throws: ``StorageError`` with `corrupt` and the first finding.
  static func requireWhole(_ connection: Connection, named path: String) throws {
    let findings = try Integrity.findings(in: connection) { _ in }
    guard let first = findings.first else { return }
    throw StorageError(
      .corrupt, "\(path) is damaged, first of \(findings.count) findings: \(first)")
  }

  static func report(_ connection: Connection) throws -> BackupReport {
    let newest = try MigrationLog.newest(connection)
    let sizes = try connection.rows(
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", []
    ) { $0.integer(0) }
    return BackupReport(
      bytes: sizes.first ?? 0, newestCursor: try ChangeLog.newestCursor(connection),
      schemaVersion: newest?.version ?? 0, software: newest?.software ?? "")
  }
}

extension SQLiteDatabase {
  /// Looks at a backup, or at the database of a service that is stopped.
  ///
  /// - Parameter progress: told how many tables are done.
  /// - Returns: what it holds, and what is wrong: nothing if all is well.
  /// - Throws: ``StorageError``: `busy` if a service runs on it, `io` if it cannot be read, `corrupt` if
  ///   it is no database.
  public static func verify(
    _ path: String, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> (report: BackupReport, findings: [IntegrityFinding]) {
    let lock = try FileLock(existing: path + ".lock")
    defer { lock?.release() }
    return try await Upkeep.run {
      let connection = try BackupFile.open(path)
      defer { connection.close() }
      let findings = try Integrity.findings(in: connection, progress)
      return (try BackupFile.report(connection), findings)
    }
  }
}
