/// The change log's tables and questions on PostgreSQL.
///
/// A sequence would not do: numbers are drawn before commits, so a reader that has seen 8 would miss
/// a 7 that is committed later. A cursor is the transaction's own number (48 bits) and the place in
/// the transaction (16 bits). A reader sees what is below the oldest transaction that still runs:
/// all of that is finished, and nothing will ever be added to it.
///
/// A customer's lock is taken before the transaction gets its number and kept till after the commit,
/// so the order of numbers is the order of commits for each customer.
enum PostgreSQLChangeLog {
  /// Most entries of one transaction.
  static let mostEntries = 1 << 16

  /// `change_origin` is added to the transaction numbers of this cluster: a database that was restored
  /// into another cluster goes on behind its log's end.
  static let tables = """
    CREATE TABLE IF NOT EXISTS change_log (
      cursor BIGINT PRIMARY KEY, customer TEXT COLLATE "C" NOT NULL, kind TEXT NOT NULL,
      detail BYTEA NOT NULL, at BIGINT NOT NULL);
    CREATE INDEX IF NOT EXISTS change_log_customer ON change_log (customer, cursor);
    CREATE TABLE IF NOT EXISTS change_origin (
      one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one), transactions BIGINT NOT NULL);
    CREATE TABLE IF NOT EXISTS change_behind (number BIGINT PRIMARY KEY);
    INSERT INTO change_origin (transactions) VALUES (0) ON CONFLICT DO NOTHING;
    UPDATE change_origin SET transactions = transactions + behind.by FROM (
      SELECT (SELECT greatest((SELECT max(cursor) FROM change_log),
            (SELECT max(resumed) FROM change_log_gaps), (SELECT cursor FROM change_log_floor)) >> 16) + 1
        - (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + transactions
           FROM change_origin) AS by) AS behind
    WHERE behind.by > 0;
    """

  /// Numbers from now on give cursors past `$1`.
  static let beginning = """
    UPDATE change_origin SET transactions = greatest(transactions,
      ($1 >> 16) + 1 - pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
    """

  /// What readers see ends below this: the oldest transaction that still runs, but for those that are
  /// behind (see ``PartitionBehind``).
  private static let horizon = """
    (SELECT (coalesce(
        (SELECT min(running::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running
         WHERE running::text::bigint NOT IN (SELECT number FROM change_behind)),
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint) + transactions) << 16
     FROM change_origin)
    """

  static func appending(_ change: Change, at place: Int) -> PostgreSQLCommand {
    PostgreSQLCommand(
      sql: """
        INSERT INTO change_log (cursor, customer, kind, detail, at)
        SELECT ((pg_current_xact_id()::text::bigint + transactions) << 16) + $1, $2, $3, $4, $5
        FROM change_origin
        """,
      parameters: [
        .integer(Int64(place)), .text(change.customer), .text(change.kind), .blob(change.detail),
        .integer(change.at),
      ])
  }

  /// The newest cursor that readers see, and whether something committed is still held back. Both by the
  /// index's end: to ask whether there is any entry past the horizon reads the whole log, since there
  /// is none as a rule.
  static let newest = """
    SELECT greatest((SELECT max(cursor) FROM change_log WHERE cursor < \(horizon)),
        (SELECT max(resumed) FROM change_log_gaps), (SELECT cursor FROM change_log_floor)),
      coalesce((SELECT max(cursor) FROM change_log) >= \(horizon), false)
    """

  static func entries(
    _ reader: any Reader, after cursor: Int64, of customer: String?, limit: Int
  ) async throws -> [Change] {
    guard let customer else {
      return try await reader.query(
        """
        SELECT cursor, customer, kind, detail, at FROM change_log
        WHERE cursor > $1 AND cursor < \(horizon) ORDER BY cursor LIMIT $2
        """, [.integer(cursor), .integer(Int64(limit))], entry)
    }
    return try await reader.query(
      """
      SELECT cursor, customer, kind, detail, at FROM change_log
      WHERE customer = $1 AND cursor > $2 AND cursor < \(horizon) ORDER BY cursor LIMIT $3
      """, [.text(customer), .integer(cursor), .integer(Int64(limit))], entry)
  }

  private static func entry(_ row: any Row) -> Change {
    Change(
      cursor: row.integer(0), customer: row.text(1), kind: row.text(2), detail: row.blob(3),
      at: row.integer(4))
  }
}
