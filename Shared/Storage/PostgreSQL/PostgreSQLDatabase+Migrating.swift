import Dispatch

extension PostgreSQLDatabase {
  public func migrate(
    _ migrations: [Migration], progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws {
    let migrator = PostgreSQLMigrator(target: target, options: options)
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: Result { try migrator.migrate(migrations, progress) })
      }
    }
    let skew = try result.get()
    if skew.magnitude > ClockAdvice.tolerated {
      condition.warn(ClockAdvice.text(skewMicroseconds: skew))
    }
    try await settlePartitions()
    watch.start()
  }
}

/// What is said of a clock that differs from the server's. Nothing is lost or out of order by it, but
/// instants that replicas put on what they write differ as their clocks do.
enum ClockAdvice {
  /// Microseconds, beside the round trip that the question takes.
  static let tolerated: UInt64 = 5_000_000

  /// - Parameter skew: our clock less the server's.
  static func text(skewMicroseconds skew: Int64) -> String {
    let seconds = skew.magnitude / 1_000_000
    return "this machine's clock is \(seconds) s \(skew > 0 ? "ahead of" : "behind") the PostgreSQL"
      + " server's: see to it that both follow one time (NTP)"
  }
}

/// Brings a schema up to date, on a connection and a thread of its own. Of several replicas that
/// start at once one does it, and the others wait for it.
struct PostgreSQLMigrator: Sendable {
  let target: PostgreSQLTarget
  let options: PostgreSQLOptions

  private static let table = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
      applied_at BIGINT NOT NULL, software TEXT NOT NULL);
    """

  /// - Returns: our clock less the server's, in microseconds.
  func migrate(
    _ migrations: [Migration], _ progress: (WorkProgress) -> Void
  ) throws(StorageError) -> Int64 {
    do {
      let session = try PostgreSQLScript(target, options, purpose: "migration")
      try session.prepare(statementTime: .zero)
      // "came" beside a hash of the schema: the space of locks of two halves, which customers' locks
      // do not share. It is let go with the connection.
      let half = Int32(truncatingIfNeeded: FNV1a.hash(options.schema))
      try session.run("SELECT pg_advisory_lock(1667329381, \(half))")
      if !options.opensUnfinishedMove { try refuseIfEntered(session) }
      try session.run(
        """
        CREATE SCHEMA IF NOT EXISTS "\(options.schema)";
        \(Self.table) \(PostgreSQLDialect.translated(ChangeTables.sql)) \(PostgreSQLChangeLog.tables)
        """, doing: "preparing schema \(options.schema)")
      let pending = try pending(migrations, session)
      var partitions = try PartitionMaker.open(session, options)
      if partitions != nil { try PartitionPlan.check(migrations) }
      try partitions?.begin()
      for migration in migrations.dropLast(pending.count) { try partitions?.skip(migration) }
      for (place, migration) in pending.enumerated() {
        try apply(migration, session, &partitions)
        progress(WorkProgress(done: place + 1, total: pending.count))
      }
      let time = try session.run("SELECT (extract(epoch FROM clock_timestamp()) * 1e6)::bigint")
      return options.clock() - (time.first?.first.flatMap { Int64($0) } ?? options.clock())
    } catch let failure as PostgreSQLFailure {
      throw failure.storage
    } catch let error as StorageError {
      throw error
    } catch {
      throw StorageError(.sql, "\(error)")
    }
  }

  /// - Throws: ``StorageError`` with `busy` if a move into this schema has not finished.
  private func refuseIfEntered(_ session: borrowing PostgreSQLScript) throws {
    let isThere = try session.run("SELECT to_regclass('\(MoveMark.tableName)')")
    guard isThere.first?.first?.isEmpty == false else { return }
    let unfinished = try session.run("SELECT peer FROM storage_move WHERE finished_at IS NULL")
    guard let peer = unfinished.first?.first else { return }
    throw MoveMark(id: "", peer: peer, begunAt: 0).refusalOfTheSideEntered
  }

  private func pending(
    _ migrations: [Migration], _ session: PostgreSQLScript
  ) throws -> [Migration] {
    let rows = try session.run(
      "SELECT version, name, checksum, software FROM schema_migrations ORDER BY version")
    return try MigrationLog.pending(
      migrations,
      after: rows.map {
        MigrationLog.Applied(
          version: Int($0[0]) ?? 0, name: $0[1], checksum: $0[2], software: $0[3])
      })
  }

  private func apply(
    _ migration: Migration, _ session: PostgreSQLScript, _ partitions: inout PartitionMaker?
  ) throws {
    let what = "migration \(migration.version) (\(migration.name))"
    try session.run("BEGIN")
    do {
      if partitions != nil {
        try partitions?.apply(migration, doing: what)
      } else {
        try session.run(PostgreSQLDialect.translated(migration.sql), doing: what)
      }
      try session.run(
        """
        INSERT INTO schema_migrations (version, name, checksum, applied_at, software)
        VALUES ($1, $2, $3, $4, $5)
        """,
        [
          "\(migration.version)", migration.name, migration.checksum, "\(options.clock())",
          options.software,
        ])
      try session.run("COMMIT")
    } catch {
      _ = try? session.run("ROLLBACK")
      throw error
    }
  }
}
