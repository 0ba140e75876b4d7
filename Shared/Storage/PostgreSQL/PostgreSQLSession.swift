/// A transaction on a leased connection: what bodies work with.
///
/// `@unchecked Sendable`: one task uses it at a time: bodies await nothing but what they are given.
final class PostgreSQLSession: Writer, @unchecked Sendable {
  let connection: PostgreSQLConnection
  private let work: Work
  private var hasBegun = false
  private var cursors = 0
  private var changes: [Change] = []
  private var hasChangedRows = false
  private let now: Int64
  /// The first failure: the transaction is given up with it.
  private(set) var failure: PostgreSQLFailure?

  /// What a transaction is for.
  enum Work {
    /// A snapshot.
    case read
    /// A snapshot whose answers are fetched a part at a time.
    case scan
    /// As a scan, for so long, with whatever the body does between two questions.
    case view(Duration, since: ContinuousClock.Instant)
    /// Changes, under the locks of these customers.
    case write([CustomerLock])
  }

  /// Whether the locks of a write have been taken already.
  private let holdsLocks: Bool

  init(
    _ connection: PostgreSQLConnection, _ work: Work, now: Int64 = 0, holdsLocks: Bool = false
  ) {
    self.connection = connection
    self.work = work
    self.now = now
    self.holdsLocks = holdsLocks
  }

  // MARK: What bodies call

  func query<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> [R] {
    switch work {
    case .scan: return try await fetch(sql, parameters, row)
    case .view(let limit, let start):
      guard ContinuousClock.now - start < limit else {
        throw StorageError(
          .timeout, "the read took longer than \(limit) and was ended; ask for less at once")
      }
      return try await fetch(sql, parameters, row)
    case .read, .write: break
    }
    return try await perform(PostgreSQLCommand(sql: sql, parameters: parameters)).map(row)
  }

  @discardableResult
  func execute(_ sql: String, _ parameters: [SQLValue]) async throws -> Int {
    try await perform(PostgreSQLCommand(sql: sql, parameters: parameters)).changedRows
  }

  func appendChange(customer: String, kind: String, detail: [UInt8]) async throws {
    if let failure { throw failure.seen }
    guard changes.count < PostgreSQLChangeLog.mostEntries else {
      let told = PostgreSQLFailure(
        storage: StorageError(
          .sql,
          "a write appends at most \(PostgreSQLChangeLog.mostEntries) entries to the change log"))
      fail(told)
      throw told.seen
    }
    changes.append(Change(cursor: 0, customer: customer, kind: kind, detail: detail, at: now))
  }

  func newestCursor() async throws -> Int64 {
    try await first(PostgreSQLChangeLog.newest, []) { $0.integer(0) } ?? 0
  }

  /// Notes why the transaction is given up.
  func fail(_ failure: PostgreSQLFailure) {
    if self.failure == nil { self.failure = failure }
  }

  // MARK: The transaction

  /// What is sent in front of a transaction's first statement, at once with it.
  ///
  /// The locks are the session's and not the transaction's: a transaction that waited for a lock
  /// inside itself would have taken its snapshot before the wait, and not see what it waited for.
  private var beginning: [[PostgreSQLCommand]] {
    switch work {
    case .read, .scan:
      [[PostgreSQLCommand(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")]]
    case .view(let limit, _):
      [
        [
          PostgreSQLCommand(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
          PostgreSQLCommand(
            sql: "SELECT set_config('idle_in_transaction_session_timeout', $1, true)",
            parameters: [.text("\(limit.milliseconds + 1_000)")]),
        ]
      ]
    case .write(let locks):
      (holdsLocks ? [] : locks.map { [$0.taking] })
        + [[PostgreSQLCommand(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ")]]
    }
  }

  /// Begins where no statement has: a commit is sent only once the locks are held, since it would be run
  /// even if one of them was not had in time.
  private func begin() async throws(PostgreSQLFailure) {
    guard !hasBegun else { return }
    do throws(PostgreSQLFailure) {
      _ = try await connection.run(groups([]))
    } catch {
      failure = disowned(error)
      throw error
    }
  }

  /// Groups that end with `commands`, begun where that has not been done.
  private func groups(_ commands: [PostgreSQLCommand]) -> [[PostgreSQLCommand]] {
    guard !hasBegun else { return [commands] }
    hasBegun = true
    var groups = beginning
    groups[groups.count - 1] += commands
    return groups
  }

  func perform(_ commands: PostgreSQLCommand...) async throws -> PostgreSQLResult {
    if let failure { throw failure.seen }
    do throws(PostgreSQLFailure) {
      let results = try await connection.run(groups(commands))
      guard let last = results.last else {
        throw PostgreSQLFailure(storage: StorageError(.sql, "there is no statement"))
      }
      noteChange(of: last.changedRows)
      return last
    } catch {
      let told = disowned(error)
      failure = told
      throw told.seen
    }
  }

  /// A write that meets a server that takes none, since another has taken over, or a pooler chose
  /// wrongly, is done again on another connection.
  private func disowned(_ failure: PostgreSQLFailure) -> PostgreSQLFailure {
    guard case .write = work, failure.state == PostgreSQLFailure.readOnly else { return failure }
    let told = PostgreSQLFailure.standby(failure)
    connection.discard(told)
    return told
  }

  /// Rows of a cursor, a few hundred at a time, so that a long answer is not held whole as PostgreSQL
  /// sent it.
  private func fetch<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> [R] {
    cursors += 1
    let fetching = PostgreSQLCommand(
      sql: "FETCH FORWARD \(Self.fetchedRows) FROM scan_\(cursors)", isKept: false)
    var page = try await perform(
      PostgreSQLCommand(
        sql: "DECLARE scan_\(cursors) NO SCROLL CURSOR FOR \(sql)", parameters: parameters,
        isKept: false), fetching)
    var answer = try page.map(row)
    while page.rowCount == Self.fetchedRows {
      page = try await perform(fetching)
      answer += try page.map(row)
    }
    return answer
  }

  private static let fetchedRows = 512

  /// Ends a read or a scan. Nobody waits for it: what is sent next stands behind it.
  func end() {
    guard hasBegun, connection.failure == nil else { return }
    connection.start(PostgreSQLBatch([[PostgreSQLCommand(sql: "ROLLBACK")]]))
  }

  /// Takes back a write, and lets go of its locks.
  func takeBack() {
    guard hasBegun else { return }
    connection.start(
      PostgreSQLBatch([[PostgreSQLCommand(sql: "ROLLBACK")], [CustomerLock.releasing]]))
  }

  /// Whether it brings about anything: rows, or an entry of the change log.
  var hasWritten: Bool { hasChangedRows || !changes.isEmpty }

  func noteChange(of rows: Int) {
    if rows > 0 { hasChangedRows = true }
  }

  /// Whom the change log is told about.
  var customersNamed: Set<String> { Set(changes.map(\.customer)) }

  /// Commits: on disk when it returns. Answers whether the change log has grown.
  ///
  /// - Parameter commands: run just before, in the same packet.
  /// - Throws: what kept it from being kept. Where the connection was lost it may have been kept.
  func commit(
    behind commands: [PostgreSQLCommand] = []
  ) async throws(PostgreSQLFailure) -> Bool {
    if let failure { throw failure }
    guard hasBegun || !changes.isEmpty else { return false }
    try await begin()
    let isSure = hasWritten || !commands.isEmpty
    let ending = groups(
      commands + entries + (isSure ? [] : [Self.standbysWait])
        + [Self.withoutTimeout, PostgreSQLCommand(sql: "COMMIT")])
    do throws(PostgreSQLFailure) {
      let results = try await connection.runToEnd(ending + [[CustomerLock.releasing]])
      // A transaction that has failed answers COMMIT with ROLLBACK, and no error.
      guard results.count > 1, results[results.count - 2].command == "COMMIT" else {
        throw PostgreSQLFailure(
          storage: StorageError(.sql, "the transaction was ended by the body"))
      }
      return !changes.isEmpty
    } catch {
      // Not run again by itself, where it may have been kept.
      let told = error.isLost ? .unknown(error) : disowned(error)
      failure = told
      throw told
    }
  }

  private var entries: [PostgreSQLCommand] {
    changes.enumerated().map { PostgreSQLChangeLog.appending($0.element, at: $0.offset) }
  }

  /// Prepares the transaction under the name that `command` gives it, on disk when it returns; its locks
  /// stay. Answers whether the change log will have grown.
  func prepare(with command: PostgreSQLCommand) async throws(PostgreSQLFailure) -> Bool {
    if let failure { throw failure }
    try await begin()
    do throws(PostgreSQLFailure) {
      let results = try await connection.runToEnd(
        groups(entries + [Self.withoutTimeout, command]))
      guard results.last?.command == "PREPARE TRANSACTION" else {
        throw PostgreSQLFailure(
          storage: StorageError(.sql, "the transaction was ended by the body"))
      }
      return !changes.isEmpty
    } catch {
      failure = error
      throw error
    }
  }

  /// Makes a commit that changes nothing wait for the synchronous standby too. What it has read may be
  /// on this disk alone: a write whose wait was cut short, by a lost connection or a crash, shows
  /// its rows and is not acknowledged. Who repeats it and finds it done acknowledges it.
  private static let standbysWait = PostgreSQLCommand(
    sql: """
      SELECT pg_logical_emit_message(true, 'cameo', '')
      WHERE current_setting('synchronous_standby_names') <> ''
      """)

  /// A timeout that ended the wait for a standby would answer a commit that is on one disk only.
  private static let withoutTimeout = PostgreSQLCommand(sql: "SET LOCAL statement_timeout = 0")
}

/// The lock under which all writes to a customer stand in a row, over all replicas of a service.
struct CustomerLock: Hashable, Comparable, Sendable {
  /// In the space of 64-bit advisory locks. Two customers that share one wait for each other in vain,
  /// which does no harm.
  let key: Int64

  init(customer: String, schema: String) {
    key = Int64(bitPattern: FNV1a.hash("\(schema)/\(customer)"))
  }

  var taking: PostgreSQLCommand {
    PostgreSQLCommand(sql: "SELECT pg_advisory_lock($1)", parameters: [.integer(key)])
  }

  static let releasing = PostgreSQLCommand(sql: "SELECT pg_advisory_unlock_all()")

  /// Who takes several takes them in this order, so that two never wait for each other.
  static func < (left: CustomerLock, right: CustomerLock) -> Bool { left.key < right.key }
}

/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/).
enum FNV1a {
  static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
  }
}
