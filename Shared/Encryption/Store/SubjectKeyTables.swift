public import Storage

/// The tables of keys, all of them wrapped.
///
/// They belong in a database of their own, which is backed up apart from what the keys seal, and
/// kept for days rather than years: a backup that holds both brings back whom the service has erased
/// (README.md, "What erasure means for backups").
public enum SubjectKeyTables {
  /// The history of the key database's schema.
  public static let migrations = [
    Migration(version: 1, name: "keys of subjects and of the service", sql: sql)
  ]

  /// The statements, for a schema that holds these tables beside others.
  ///
  /// A destroyed key's row stays, without the key: a late write must not give the person a new one.
  public static let sql = """
    -- kek: the id of the key-encryption key, '' once destroyed. wrapped: 61 bytes, NULL once destroyed.
    CREATE TABLE subject_key (
      customer TEXT NOT NULL PRIMARY KEY, kek TEXT NOT NULL, wrapped BLOB,
      created_at INTEGER NOT NULL, destroyed_at INTEGER
    ) STRICT;
    CREATE INDEX subject_key_by_kek ON subject_key (kek, customer);

    -- Keys of the service as a whole, by their use.
    CREATE TABLE service_key (
      name TEXT NOT NULL PRIMARY KEY, kek TEXT NOT NULL, wrapped BLOB NOT NULL
    ) STRICT;
    """
}
