internal import Runtime
import Synchronization

/// The engine for several replicas: a PostgreSQL server, 15 or newer, through libpq.
///
/// A write is answered when the server has made its commit durable. Statements go out on the event
/// loop of whoever asks, on that loop's own connections; nobody waits on a thread.
public final class PostgreSQLDatabase: Database {
  /// Where it is, without the password.
  public let description: String
  let target: PostgreSQLTarget
  let options: PostgreSQLOptions
  /// The schema of its tables.
  package var schema: String { options.schema }
  let signal = ChangeSignal(newest: 0)
  public let condition = DatabaseCondition()
  let watch: PostgreSQLChangeWatch
  /// For scans, for the change log, and for callers that are on no event loop.
  private let own: EventLoop
  private let scans: PostgreSQLPool
  /// For exports: one that is slow is in the way of no scan.
  private let exports: PostgreSQLPool
  private let pools = Mutex(Pools())
  let partitions: Partitions

  private struct Pools {
    /// By loop.
    var calls: [ObjectIdentifier: PostgreSQLPool] = [:]
    /// For the halves of writes that go to partitions.
    var beside: [ObjectIdentifier: PostgreSQLPool] = [:]
    var isClosed = false
  }

  /// A database at `target`. Connections are opened when they are first needed.
  ///
  /// - Throws: ``StorageError`` where the options name no schema, or no thread can be started.
  public init(_ target: PostgreSQLTarget, options: PostgreSQLOptions = PostgreSQLOptions()) throws {
    guard PostgreSQLDatabase.isName(options.schema) else {
      throw StorageError(
        .sql, "\"\(options.schema)\" is no schema: use lower-case letters, digits and _")
    }
    self.target = target
    self.options = options
    description = target.description
    partitions = Partitions(schema: options.schema)
    do {
      own = try EventLoop.start(name: "storage-pg")
    } catch {
      throw StorageError(.io, error.message, underlying: error.underlying)
    }
    scans = PostgreSQLPool(
      on: own, limit: options.scanConnections, options, condition,
      open: Self.opener(target, options, "scan", options.scanTime))
    exports = PostgreSQLPool(
      on: own, limit: options.snapshotConnections, options, condition,
      open: Self.opener(target, options, "export", options.scanTime))
    watch = PostgreSQLChangeWatch(
      on: own, options, signal, condition,
      open: Self.opener(target, options, "changes", options.statementTime)
    )
  }

  deinit { own.stop() }

  private static func opener(
    _ target: PostgreSQLTarget, _ options: PostgreSQLOptions, _ purpose: String, _ time: Duration
  ) -> PostgreSQLPool.Opener {
    { finish in
      PostgreSQLOpening.open(
        target, options, purpose: purpose, statementTime: time, finish: finish)
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
      && text.utf8.first.map { !(48...57).contains($0) } ?? false
  }

  /// The pool of the calling loop; of the database's own loop for callers on no loop.
  func pool() throws -> PostgreSQLPool { try pool(\.calls, "calls") }

  /// As ``pool()``, of connections on which half of a write goes to a customer's partition.
  func poolBeside() throws -> PostgreSQLPool { try pool(\.beside, "partitions") }

  private func pool(
    _ kind: WritableKeyPath<Pools, [ObjectIdentifier: PostgreSQLPool]>,
    _ purpose: String
  ) throws -> PostgreSQLPool {
    let loop = EventLoop.current ?? own
    let pool = pools.withLock { pools -> PostgreSQLPool? in
      guard !pools.isClosed else { return nil }
      if let known = pools[keyPath: kind][ObjectIdentifier(loop)] { return known }
      let made = PostgreSQLPool(
        on: loop, limit: options.connectionsPerLoop, options, condition,
        open: Self.opener(target, options, purpose, options.statementTime))
      pools[keyPath: kind][ObjectIdentifier(loop)] = made
      return made
    }
    guard let pool else { throw StorageError.databaseIsClosed }
    return pool
  }

  public func read<R: Sendable>(
    _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R {
    try await snapshot(.read, from: try pool(), body)
  }

  public func scan<R: Sendable>(
    _ body: @Sendable @escaping (any Reader) async throws -> R
  ) async throws -> R {
    try await withTaskExecutorPreference(own) { try await snapshot(.scan, from: scans, body) }
  }

  public func snapshot<R: Sendable>(
    within limit: Duration, _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R {
    try await snapshot(.view(limit, since: .now), from: exports, body)
  }

  /// A read in one snapshot; where the connection is lost it is begun again on another.
  private func snapshot<R: Sendable>(
    _ work: PostgreSQLSession.Work, from pool: PostgreSQLPool,
    _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R {
    var retry = PostgreSQLRetry(attempts: options.attempts)
    while true {
      let connection = try await pool.lease()
      let session = PostgreSQLSession(connection, work)
      do {
        defer {
          session.end()
          pool.giveBack(connection)
        }
        return try await body(session)
      } catch {
        guard let pause = retry.pause(after: session.failure, random: Double.random(in: 0..<1))
        else {
          note(error, session.failure)
          throw error
        }
        try await Task.sleep(for: pause)
      }
    }
  }

  public func changes(after cursor: Int64, customer: String?, limit: Int) async throws -> [Change] {
    try await read { reader in
      let entries = try await PostgreSQLChangeLog.entries(
        reader, after: cursor, of: customer, limit: limit)
      try await reader.requireKept(after: cursor)
      return entries
    }
  }

  /// Tells the condition where it is the server that failed. One of several that hold partitions is no
  /// reason to serve nobody.
  func note(_ error: any Error, _ failure: PostgreSQLFailure?) {
    guard let error = error as? StorageError, error.isOfDatabase else { return }
    if failure?.isOfPartition == true {
      partitions.warn(error, condition)
    } else {
      condition.fail(error)
    }
  }

  /// - Throws: ``StorageError`` with `unsupported`: PostgreSQL has tools of its own.
  public func backUp(
    to path: String, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> BackupReport {
    throw StorageError(
      .unsupported, "back up PostgreSQL with pg_dump --schema=\(options.schema), or pgBackRest")
  }

  /// - Throws: ``StorageError`` with `unsupported`: PostgreSQL has tools of its own.
  public func findings(
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> [IntegrityFinding] {
    throw StorageError(
      .unsupported,
      "check PostgreSQL with pg_amcheck --schema=\(options.schema), and run it with"
        + " data checksums")
  }

  public func waitForChange(after cursor: Int64) async throws -> Int64 {
    watch.start()
    return try await signal.wait(after: cursor)
  }

  public func close() async {
    partitions.close()
    let open = pools.withLock { pools in
      defer { pools = Pools(isClosed: true) }
      return Array(pools.calls.values) + Array(pools.beside.values)
    }
    for pool in open { await pool.close() }
    // They may be waiting for whoever reads on, and nobody may.
    await scans.close(endsLent: true)
    await exports.close(endsLent: true)
    watch.close()
    signal.close()
    own.stop()
  }
}

/// Whether a transaction that failed is run again, and when.
struct PostgreSQLRetry {
  private let attempts: Int
  private var attempt = 1
  private static let first = 2.0
  private static let longest = 250.0

  init(attempts: Int) { self.attempts = attempts }

  /// The pause before the next attempt: doubling from 2 ms to 250 ms, a random part of it, so that
  /// those who met do not meet again. `random` is within 0..<1; nil: it is given up.
  mutating func pause(after failure: PostgreSQLFailure?, random: Double) -> Duration? {
    guard let failure, failure.isWorthAnotherRun(attempt: attempt), attempt < attempts else {
      return nil
    }
    let whole = min(Self.first * Double(1 << min(attempt - 1, 16)), Self.longest)
    attempt += 1
    return .microseconds(Int64(whole * random * 1_000))
  }
}
