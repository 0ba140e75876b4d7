import Storage
import Synchronization

extension StorageMove {
  /// - Throws: ``StorageError`` where the schema is not what the file is.
  func requireSameShape(_ tables: [MovedTable]) async throws {
    let (here, there) = (try await source.appliedMigrations(), try await target.appliedMigrations())
    guard here == there else {
      throw StorageError(
        .constraint,
        "the file has schema version \(here.count) and the schema \(there.count), or other steps to"
          + " it: bring the file up to date with cameo db migrate")
    }
    for table in tables {
      let columns = try await target.columns(of: table.name)
      guard Set(columns) == Set(table.columns) else {
        throw StorageError(
          .constraint,
          "table \(table.name) has columns \(table.columns) in the file and \(columns) in the schema"
        )
      }
    }
  }

  /// Copies what is not there yet, in the order of keys; each page in a transaction.
  ///
  /// - Returns: how many rows.
  func copy(_ tables: [MovedTable], _ progress: @escaping Progress) async throws -> Int {
    var (done, total, before) = (0, 0, 0)
    for table in tables {
      total += try await source.scan { try await table.count($0) }
      before += try await target.scan { try await table.count($0) }
    }
    progress(.copying, WorkProgress(done: before, total: total))
    for table in tables {
      var size = PageSize()
      var last = try await target.read { try await table.lastKey($0) }
      while true {
        let page = try await table.page(of: source, after: last, limit: size.rows)
        guard let end = page.last else { break }
        try await target.write(customer: "") { writer in
          try await writer.insert(page, into: table.name, table.columns)
        }
        last = table.key(of: end)
        done += page.count
        size.learn(page)
        progress(.copying, WorkProgress(done: before + done, total: total))
        try Task.checkCancellation()
      }
    }
    return done
  }

  /// Reads both sides, at the same time.
  ///
  /// - Throws: ``StorageError`` with `corrupt` where they differ.
  func compare(_ tables: [MovedTable], _ progress: @escaping Progress) async throws
    -> [TableChecksum]
  {
    var total = 0
    for table in tables { total += try await source.scan { try await table.count($0) } * 2 }
    let done = Mutex(0)
    let advance: @Sendable (Int) -> Void = { [total] count in
      let now = done.withLock { done in
        done += count
        return done
      }
      progress(.comparing, WorkProgress(done: now, total: total))
    }
    async let left = sums(of: tables, in: source, advance)
    let (entered, expected) = (try await sums(of: tables, in: target, advance), try await left)
    for (here, there) in zip(expected, entered) where here != there {
      throw StorageError(
        .corrupt,
        "table \(here.table) is not the same on both sides: \(here.rows) rows with SHA-256"
          + " \(here.sha256) in the file, \(there.rows) with \(there.sha256) on the server; drop the"
          + " schema, give the move up with --abandon, and begin anew")
    }
    return expected
  }

  func sums(
    of tables: [MovedTable], in database: any Database, _ progress: @Sendable (Int) -> Void
  ) async throws -> [TableChecksum] {
    var sums: [TableChecksum] = []
    for table in tables {
      sums.append(try await TableChecksum.of(table, in: database, progress))
    }
    return sums
  }
}

extension Database {
  /// Versions and checksums of the steps that made the schema.
  func appliedMigrations() async throws -> [String] {
    try await read { reader in
      try await reader.query(
        "SELECT version, checksum FROM schema_migrations ORDER BY version", []
      ) { "\($0.integer(0)) \($0.text(1))" }
    }
  }
}

extension Reader {
  /// Of SQLite's change log: also where all of it was compacted.
  func newestCursorEverGiven() async throws -> Int64 {
    try await first("SELECT seq FROM sqlite_sequence WHERE name = 'change_log'", []) {
      $0.integer(0)
    } ?? 0
  }
}
