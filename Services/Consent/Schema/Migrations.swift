import ServiceKit
package import Storage

/// The history of the consent service's tables, keyed by customer first. Instants are microseconds
/// since 1970.
package enum Migrations {
  package static let all = [
    Migration(version: 1, name: "ledger and subjects", sql: ledgerAndSubjects),
    Migration(version: 2, name: "sealing and erasing", sql: sealingAndErasing),
  ]

  /// `ledger` is only ever inserted into, until an erasure empties it. `subjects` is derived from it but for `status`.
  private static let ledgerAndSubjects = """
    CREATE TABLE ledger (
      customer_id TEXT NOT NULL,
      entry INTEGER NOT NULL,
      request_id TEXT NOT NULL,
      request_digest BLOB NOT NULL,
      recorded_at INTEGER NOT NULL,
      salt BLOB NOT NULL,
      payload BLOB NOT NULL,
      hash BLOB NOT NULL,
      PRIMARY KEY (customer_id, entry),
      UNIQUE (customer_id, request_id)
    );
    CREATE TABLE subjects (
      customer_id TEXT NOT NULL PRIMARY KEY,
      status INTEGER NOT NULL,
      version INTEGER NOT NULL,
      hash BLOB NOT NULL,
      recorded_at INTEGER NOT NULL,
      record BLOB NOT NULL
    );
    """

  /// `ledger`: `salt` is empty where it is sealed in `payload`, and both where the entry is erased;
  /// `commitment` is there for every entry since, `proof` for those erased. `sealing`: how far stored
  /// data are sealed, and by which keys.
  private static let sealingAndErasing = """
    ALTER TABLE ledger ADD COLUMN commitment BLOB;
    ALTER TABLE ledger ADD COLUMN proof BLOB;
    CREATE TABLE sealing (part TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL);
    \(ErasureTable.sql)
    """
}
