import ServiceKit
import Storage

/// The profile service's tables.
///
/// What is one customer's is keyed by the customer first. `identifiers`, `event_owners` and `requests`
/// are directories, keyed by what is looked up in them, because they answer whose something is: where
/// an engine spreads customers over servers, directories stay whole, and no index could do their work.
enum Migrations {
  static let all = [
    Migration(
      version: 1, name: "profiles, identifiers, attribute values, events, requests",
      sql: """
        -- body: the encoded cameo.profile.v1.Profile, answered as it is.
        CREATE TABLE profiles (
          customer_id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL
        ) STRICT;

        -- One live owner each; expires_at: only cookies.
        CREATE TABLE identifiers (
          kind TEXT NOT NULL, value TEXT NOT NULL, customer_id TEXT NOT NULL, expires_at INTEGER,
          PRIMARY KEY (kind, value)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identifiers_of_customer ON identifiers (customer_id);

        -- rank: bytes that sort as precedence does, the winner highest. body: Attribute.
        CREATE TABLE attribute_values (
          customer_id TEXT NOT NULL, name TEXT NOT NULL, rank BLOB NOT NULL, body BLOB NOT NULL,
          PRIMARY KEY (customer_id, name, rank)
        ) STRICT, WITHOUT ROWID;

        -- body: Event.
        CREATE TABLE events (
          customer_id TEXT NOT NULL, occurred_at INTEGER NOT NULL, event_id TEXT NOT NULL,
          type TEXT NOT NULL, body BLOB NOT NULL,
          PRIMARY KEY (customer_id, occurred_at, event_id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX events_by_id ON events (event_id);

        -- What was answered to a request id. reply is NULL while an import has not finished.
        CREATE TABLE requests (
          request_id TEXT NOT NULL PRIMARY KEY, digest BLOB NOT NULL, reply BLOB,
          at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX requests_by_time ON requests (at);
        """),
    Migration(
      version: 2, name: "how far stored data are sealed",
      sql: """
        -- part: 'begun', and 'profiles' once everything is sealed; neither where encryption is off.
        CREATE TABLE sealing (part TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        """),
    Migration(
      version: 3, name: "a directory of event ids, in place of an index",
      sql: """
        CREATE TABLE event_owners (
          event_id TEXT NOT NULL PRIMARY KEY, customer_id TEXT NOT NULL, occurred_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO event_owners (event_id, customer_id, occurred_at)
        SELECT event_id, customer_id, occurred_at FROM events;
        DROP INDEX events_by_id;
        """),
    Migration(
      version: 4, name: "who was erased, and whose answers are kept",
      sql: """
        \(ErasureTable.sql)
        -- Nobody could say whose these answers are, and they hold what was said.
        DELETE FROM requests WHERE reply IS NOT NULL;
        -- NULL: nobody's, as an import's.
        ALTER TABLE requests ADD COLUMN customer_id TEXT;
        CREATE INDEX requests_of_customer ON requests (customer_id);
        """),
  ]
}
