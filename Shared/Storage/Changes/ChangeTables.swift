/// The tables beside the change log that every engine makes when it opens a database, in SQL that
/// runs on all of them.
enum ChangeTables {
  /// `change_log_floor` has one row: entries up to its cursor are compacted. `change_positions` tells
  /// how far this service has followed the logs of others. `change_log_gaps` has the cursors, `ended` and
  /// `resumed` not among them, that were given before the log was restored to an earlier state.
  static let sql = """
    CREATE TABLE IF NOT EXISTS change_consumers (
      name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, cursor BIGINT NOT NULL,
      registered_at BIGINT NOT NULL, acknowledged_at BIGINT NOT NULL,
      dropped_at BIGINT, dropped_because TEXT);
    CREATE TABLE IF NOT EXISTS change_log_floor (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), cursor BIGINT NOT NULL);
    INSERT INTO change_log_floor (id, cursor) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;
    CREATE TABLE IF NOT EXISTS change_log_gaps (
      ended BIGINT NOT NULL PRIMARY KEY, resumed BIGINT NOT NULL);
    CREATE TABLE IF NOT EXISTS change_positions (
      source TEXT NOT NULL PRIMARY KEY, cursor BIGINT NOT NULL);
    """
}
