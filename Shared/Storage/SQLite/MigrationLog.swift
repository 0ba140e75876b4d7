/// The table of applied migrations, and what it permits.
enum MigrationLog {
  static let table = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
      applied_at INTEGER NOT NULL, software TEXT NOT NULL) STRICT;
    """

  struct Applied: Equatable {
    var version: Int
    var name: String
    var checksum: String
    var software: String
  }

  static func applied(_ reader: any Reader) async throws -> [Applied] {
    try await reader.query(
      "SELECT version, name, checksum, software FROM schema_migrations ORDER BY version", []
    ) {
      Applied(
        version: Int($0.integer(0)), name: $0.text(1), checksum: $0.text(2), software: $0.text(3))
    }
  }

  /// The last migration that was applied; nil for none, and in a file that never was a service's.
  static func newest(_ connection: Connection) throws -> Applied? {
    let isThere = try connection.rows(
      "SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'", []
    ) { _ in true }
    guard !isThere.isEmpty else { return nil }
    return try connection.rows(
      """
      SELECT version, name, checksum, software FROM schema_migrations
      ORDER BY version DESC LIMIT 1
      """, []
    ) {
      Applied(
        version: Int($0.integer(0)), name: $0.text(1), checksum: $0.text(2), software: $0.text(3))
    }.first
  }

  /// What is still to be applied, in order. Pure.
  ///
  /// - Throws: `schemaTooNew` or `sql`, see ``Database/migrate(_:)``.
  static func pending(_ migrations: [Migration], after applied: [Applied]) throws(StorageError)
    -> [Migration]
  {
    guard migrations.enumerated().allSatisfy({ $0.element.version == $0.offset + 1 }) else {
      throw StorageError(.sql, "migrations must be numbered 1, 2, 3 ... in order")
    }
    for step in applied {
      guard step.version <= migrations.count else { throw tooNew(step, known: migrations.count) }
      let migration = migrations[step.version - 1]
      guard migration.checksum == step.checksum else {
        throw StorageError(
          .sql,
          "migration \(step.version) (\(step.name)) was edited after \(step.software) had"
            + " applied it: restore its text and put the change into a new migration")
      }
    }
    return Array(migrations.dropFirst(applied.count))
  }

  private static func tooNew(_ step: Applied, known: Int) -> StorageError {
    StorageError(
      .schemaTooNew,
      "the data has schema version \(step.version) (\(step.name)), written by"
        + " \(step.software); this program knows versions up to \(known): start that version or a"
        + " newer one, or restore a backup from before it")
  }

  static func record(_ migration: Migration, in session: WriteSession, software: String)
    async throws
  {
    try await session.execute(
      """
      INSERT INTO schema_migrations (version, name, checksum, applied_at, software)
      VALUES ($1, $2, $3, $4, $5)
      """,
      [
        .integer(Int64(migration.version)), .text(migration.name), .text(migration.checksum),
        .integer(session.now), .text(software),
      ])
  }
}

extension SQLiteDatabase {
  public func migrate(
    _ migrations: [Migration], progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws {
    let applied = try await read { try await MigrationLog.applied($0) }
    let pending = try MigrationLog.pending(migrations, after: applied)
    for (place, migration) in pending.enumerated() {
      try await perform { [software = options.software] session in
        try session.run(migration)
        try await MigrationLog.record(migration, in: session, software: software)
      }
      progress(WorkProgress(done: place + 1, total: pending.count))
    }
  }
}
