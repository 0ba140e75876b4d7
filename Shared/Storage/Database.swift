/// What may be done inside a read: parametrised questions, one consistent snapshot for all of them.
public protocol Reader {
  /// Asks `sql` with `parameters` for its `$1`, `$2`, ... and maps every row.
  ///
  /// SQL is a literal of a store type, never built from input: statements are prepared once and
  /// cached by their text.
  func query<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> [R]

  /// As ``Database/newestChange()``, of what this reader sees.
  func newestCursor() async throws -> Int64
}

extension Reader {
  /// The first row of the answer, or `nil` if there is none. Put `LIMIT 1` where more may match.
  public func first<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> R? {
    try await query(sql, parameters, row).first
  }
}

/// What may be done inside a write: everything or nothing of it is kept.
public protocol Writer: Reader {
  /// Runs one statement and answers how many rows it inserted, updated or deleted.
  @discardableResult
  func execute(_ sql: String, _ parameters: [SQLValue]) async throws -> Int

  /// Inserts many rows into one table by the engine's quickest way, in this transaction: all of them, or
  /// it must not be kept.
  ///
  /// They are held in memory once more while they are on their way: some hundred or thousand of them.
  ///
  /// - Parameters:
  ///   - rows: each with a value, or NULL, of the column's own type for each of `columns`.
  ///   - table: as `columns`, a literal of a store type, never built from input.
  /// - Returns: how many rows there are more.
  /// - Throws: ``StorageError``, whose message names the row that broke a rule by its number from 1.
  @discardableResult
  func insert(_ rows: [[SQLValue]], into table: String, _ columns: [String]) async throws -> Int

  /// Appends to the change log, in the same transaction as the change itself. A write that changes what
  /// is another customer's appends first: who meets that one's writes then waits for them the next time.
  ///
  /// - Parameters:
  ///   - customer: whose data changed (a merge or an erasure may name another than the write's).
  ///   - kind: what happened, in the service's own words, for example `attributes`.
  ///   - detail: an encoded message of the service, or empty.
  /// - Throws: ``StorageError`` with `sql` where one write appends more entries than the engine can tell
  ///   apart: on PostgreSQL more than 65 536.
  func appendChange(customer: String, kind: String, detail: [UInt8]) async throws
}

/// A service's own data: the same surface over every engine.
///
/// Bodies must be safe to run again (an engine retries a serialization failure) and must await
/// nothing but the reader or writer they are given: a transaction is open while they run.
public protocol Database: Sendable {
  /// A bounded point read. On SQLite it runs at once, on the calling thread's own connection, so
  /// that an event loop answers from the page cache without handing over to another thread.
  func read<R: Sendable>(
    _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R

  /// A read that may take long: it runs apart from the event loops.
  func scan<R: Sendable>(
    _ body: @Sendable @escaping (any Reader) async throws -> R
  ) async throws -> R

  /// One consistent view over many questions, for an export: unlike in `read` and `scan`, the body may
  /// await anything between two of them, such as a client that takes one page after the other.
  ///
  /// What the engine must keep for an old view grows with its age: after `limit`, or sooner where it
  /// would hold more than the engine allows, the next question throws.
  ///
  /// - Parameter limit: from the first question on.
  /// - Throws: ``StorageError`` with `timeout` when the view has ended, `busy` if there are too many.
  func snapshot<R: Sendable>(
    within limit: Duration, _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R

  /// A transaction on one customer's data. It answers only once the commit is on disk; a body that
  /// throws leaves nothing behind and its error is thrown on.
  @discardableResult
  func write<R: Sendable>(
    customer: String, _ body: @Sendable @escaping (any Writer) async throws -> R
  ) async throws -> R

  /// Entries of the change log past `cursor`, oldest first, at most `limit`; of one customer or of
  /// all. Order per customer is the order of commits.
  ///
  /// - Throws: ``ChangeLogError`` with `compacted` where entries past `cursor` are gone: there is never
  ///   a silent gap.
  func changes(after cursor: Int64, customer: String?, limit: Int) async throws -> [Change]

  /// Suspends till the change log has an entry past `cursor`, and answers the newest cursor.
  ///
  /// - Throws: `CancellationError` when the task is cancelled, ``StorageError`` when the database
  ///   closes.
  func waitForChange(after cursor: Int64) async throws -> Int64

  /// Brings the schema up to date, in order, each migration in a transaction of its own. What was killed
  /// half-way goes on from the last one that was applied.
  ///
  /// - Parameter progress: told after each, of those that were yet to be applied.
  /// - Throws: ``StorageError`` with `schemaTooNew` if the data was written by a newer version, and
  ///   with `sql` if a migration that was applied has since been edited.
  func migrate(
    _ migrations: [Migration], progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws

  /// Whether it keeps what it is given now, and what has happened to it.
  var condition: DatabaseCondition { get }

  /// Copies everything, as of one moment, into a new file, while reads and writes go on; verifies
  /// the copy. Cut short it leaves no file of that name behind, and may be started again.
  ///
  /// - Parameters:
  ///   - path: must not exist; its folder must. It is readable by its owner alone.
  ///   - progress: told now and then how far it is, on a thread that must not be held up.
  /// - Throws: ``StorageError``: `unsupported` if the engine leaves backups to other tools.
  func backUp(
    to path: String, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> BackupReport

  /// Looks at everything the engine can check of itself: slow, for operators and after a doubt.
  ///
  /// - Returns: what is wrong; nothing if all is well.
  func findings(
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> [IntegrityFinding]

  /// Finishes the writes that were accepted, refuses new ones and lets go of the data. Idempotent.
  func close() async
}

extension Database {
  /// As ``migrate(_:progress:)``, without a word.
  public func migrate(_ migrations: [Migration]) async throws {
    try await migrate(migrations) { _ in }
  }

  /// The newest entry of the change log that one may go on behind without missing any; 0 before the
  /// first.
  public func newestChange() async throws -> Int64 {
    try await read { try await $0.newestCursor() }
  }
}
