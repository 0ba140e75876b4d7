public import Storage

/// Moves what a service keeps from its SQLite file into a schema of a PostgreSQL server: everything, and
/// the change log with its cursors, so that consumers go on where they are.
///
/// It may be cut short at any point and started again; it then goes on. From its beginning till its end
/// nobody can open the file, and nobody serves the schema.
public struct StorageMove: Sendable {
  /// What is being done.
  public enum Stage: Sendable, Equatable {
    /// Rows are copied.
    case copying
    /// Rows of both sides are read and compared.
    case comparing
  }

  /// What was moved.
  public struct Report: Sendable {
    /// By name; the same on both sides.
    public var tables: [TableChecksum]
    /// The end of the change log.
    public var newestCursor: Int64
    /// Rows that were there already, from an attempt that was cut short.
    public var rowsBefore: Int
    /// Whether all was done before: then nothing was compared, since the server's side may be in use.
    public var wasFinished: Bool
  }

  /// Told how far it is, in rows.
  public typealias Progress = @Sendable (Stage, WorkProgress) -> Void

  let source: SQLiteDatabase
  let target: PostgreSQLDatabase
  private let clock: @Sendable () -> Int64

  /// Opens both sides.
  ///
  /// - Parameters:
  ///   - path: the file of a service that is stopped.
  ///   - schema: the service's, on the server.
  ///   - clock: microseconds since 1970.
  /// - Throws: ``StorageError``: `busy` if a service runs on the file.
  public init(
    from path: String, to server: PostgreSQLTarget, schema: String, software: String,
    clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock
  ) throws {
    var (left, entered) = (SQLiteOptions(clock: clock), PostgreSQLOptions(clock: clock))
    (left.software, entered.software) = (software, software)
    left.opensMoved = true
    left.scanTime = .seconds(3_600)
    entered.opensUnfinishedMove = true
    entered.schema = schema
    // A table without its rows may take a while, and so may the standbys that are waited for.
    entered.statementTime = .seconds(600)
    source = try SQLiteDatabase(path: path, options: left)
    target = try PostgreSQLDatabase(server, options: entered)
    self.clock = clock
  }

  /// Lets go of both sides.
  public func close() async {
    await source.close()
    await target.close()
  }

  /// Begins, or goes on.
  ///
  /// - Parameters:
  ///   - id: a random one, for a move that has not begun yet.
  ///   - migrate: makes the service's tables in the schema, as the service itself would.
  /// - Throws: ``StorageError``: `constraint` if the schema holds something else, or the two sides
  ///   differ in the end.
  public func run(
    id: String, migrate: () async throws -> Void, progress: @escaping Progress
  ) async throws -> Report {
    let marks = MoveMarks(source: source, target: target, clock: clock)
    let isFinished = try await marks.begin(id: id)
    if !isFinished { try await migrate() }
    let tables = try await MovedTable.all(in: source)
    if !isFinished {
      try await requireSameShape(tables)
      try await marks.prepare(tables)
    }
    let copied = isFinished ? 0 : try await copy(tables, progress)
    let sums =
      try await isFinished ? sums(of: tables, in: source) { _ in } : compare(tables, progress)
    let newest = try await source.read { try await $0.newestCursorEverGiven() }
    try await marks.finish(newest: newest)
    return Report(
      tables: sums, newestCursor: newest, rowsBefore: sums.reduce(0) { $0 + $1.rows } - copied,
      wasFinished: isFinished)
  }

  /// Makes tables in the schema that is entered, where that needs no program of a service: what ``run`` is
  /// given to do.
  ///
  /// - Parameter progress: told after each step.
  public func migrate(
    _ migrations: [Migration], progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) async throws {
    try await target.migrate(migrations, progress: progress)
  }

  /// Gives a move up: the service may run on the file again.
  ///
  /// - Returns: where it was being moved to, or was moved to; nil if it never was.
  public static func abandon(_ path: String) async throws -> String? {
    var options = SQLiteOptions()
    options.opensMoved = true
    let source = try SQLiteDatabase(path: path, options: options)
    let result: Result<String?, any Error>
    do {
      result = .success(try await MoveMarks.remove(from: source))
    } catch {
      result = .failure(error)
    }
    await source.close()
    return try result.get()
  }
}
