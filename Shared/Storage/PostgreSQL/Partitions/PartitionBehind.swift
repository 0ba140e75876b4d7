/// What keeps the change log going while a write is undecided because its customer's server is away.
///
/// Readers stop before the oldest transaction that may still add entries, and a prepared one may for as
/// long as that server stays away. So it is noted as *behind*, and readers go past it. If it is
/// kept in the end, its entries move to the log's end, in a transaction that gets its number only then:
/// nobody skips them, and since nobody writes to that customer before, their order stays.
enum PartitionBehind {
  /// Notes what a decision has prepared, and left open, as behind.
  static func note(_ decision: PartitionDecision) -> PostgreSQLCommand {
    PostgreSQLCommand(
      sql: """
        INSERT INTO change_behind (number)
        SELECT running::text::bigint
        FROM pg_prepared_xacts, pg_snapshot_xip(pg_current_snapshot()) AS running
        WHERE gid = $1 AND running::xid = transaction ON CONFLICT DO NOTHING
        """, parameters: [.text(decision.name)])
  }

  static let question = PostgreSQLCommand(sql: "SELECT count(*) FROM change_behind")

  /// Moves the entries of what was behind and has ended, and forgets it.
  static let catchingUp = PostgreSQLCommand(
    sql: """
      WITH ended AS (
        DELETE FROM change_behind WHERE number NOT IN (
          SELECT running::text::bigint FROM pg_snapshot_xip(pg_current_snapshot()) AS running)
        RETURNING number),
      moved AS (
        DELETE FROM change_log USING ended, change_origin
        WHERE cursor >= (number + transactions) << 16 AND cursor < (number + transactions + 1) << 16
        RETURNING cursor, customer, kind, detail, at)
      INSERT INTO change_log (cursor, customer, kind, detail, at)
      SELECT ((pg_current_xact_id()::text::bigint + transactions) << 16)
          + row_number() OVER (ORDER BY cursor) - 1, customer, kind, detail, at
      FROM moved, change_origin
      """)

  /// Entries that have yet to move must not be compacted for being old: who sees that something is behind
  /// compacts nothing, and who began before does not see those entries.
  static let guarding = """
    CREATE FUNCTION keep_change_log() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM change_behind) THEN
        RAISE EXCEPTION 'a write is undecided while its server is away' USING ERRCODE = '55P03';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER keep_change_log BEFORE UPDATE ON change_log_floor FOR EACH ROW
      WHEN (NEW.cursor > OLD.cursor) EXECUTE FUNCTION keep_change_log()
    """
}
