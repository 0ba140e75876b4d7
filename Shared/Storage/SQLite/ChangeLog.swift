/// The change log's table and its questions.
///
/// `AUTOINCREMENT` keeps a cursor from being used twice even when the newest entries are removed, and
/// with one writer the order of cursors is the order of commits.
enum ChangeLog {
  static let table = """
    CREATE TABLE IF NOT EXISTS change_log (
      cursor INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT NOT NULL, kind TEXT NOT NULL,
      detail BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS change_log_customer ON change_log (customer, cursor);
    """

  /// The newest cursor ever given, 0 in a new database.
  static func newestCursor(_ connection: Connection) throws -> Int64 {
    // A file that never was a service's has no such table.
    let isThere = try connection.rows(
      "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'", []
    ) { _ in true }
    guard !isThere.isEmpty else { return 0 }
    let newest = try connection.rows(
      "SELECT seq FROM sqlite_sequence WHERE name = 'change_log'", []
    ) { $0.integer(0) }
    return newest.first ?? 0
  }

  /// More entries than anybody writes between a backup and its restoration.
  private static let restoredStep: Int64 = 1 << 32

  /// Has a log that was restored go on behind every cursor that may have been given after the backup. It
  /// keeps which those are: whoever comes with one is told, though the log has grown past it meanwhile.
  static func resume(_ connection: Connection) throws {
    let newest = try newestCursor(connection)
    let isThere = try connection.rows(
      "SELECT 1 FROM sqlite_schema WHERE name = 'change_log'", []
    ) { _ in true }
    // What never was a service's has no log.
    guard !isThere.isEmpty else { return }
    try connection.run(
      script: """
        BEGIN IMMEDIATE; \(ChangeTables.sql)
        INSERT INTO change_log_gaps VALUES (\(newest), \(newest + restoredStep));
        DELETE FROM sqlite_sequence WHERE name = 'change_log';
        INSERT INTO sqlite_sequence VALUES ('change_log', \(newest + restoredStep)); COMMIT;
        """, doing: "having the change log go on")
  }

  /// Appends an entry and answers its cursor.
  static func append(
    _ connection: Connection, customer: String, kind: String, detail: [UInt8], at: Int64
  ) throws(StorageError) -> Int64 {
    try connection.run(
      "INSERT INTO change_log (customer, kind, detail, at) VALUES ($1, $2, $3, $4)",
      [.text(customer), .text(kind), .blob(detail), .integer(at)])
    return connection.lastInsertedRow
  }

  static func entries(
    _ reader: any Reader, after cursor: Int64, of customer: String?, limit: Int
  ) async throws -> [Change] {
    guard let customer else {
      return try await reader.query(
        """
        SELECT cursor, customer, kind, detail, at FROM change_log
        WHERE cursor > $1 ORDER BY cursor LIMIT $2
        """, [.integer(cursor), .integer(Int64(limit))], entry)
    }
    return try await reader.query(
      """
      SELECT cursor, customer, kind, detail, at FROM change_log
      WHERE customer = $1 AND cursor > $2 ORDER BY cursor LIMIT $3
      """, [.text(customer), .integer(cursor), .integer(Int64(limit))], entry)
  }

  private static func entry(_ row: any Row) -> Change {
    Change(
      cursor: row.integer(0), customer: row.text(1), kind: row.text(2), detail: row.blob(3),
      at: row.integer(4))
  }
}
