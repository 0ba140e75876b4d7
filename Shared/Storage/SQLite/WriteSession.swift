/// What a write's body works with, on the writer's thread.
///
/// `@unchecked Sendable`: there is one, and only the writer's thread uses it; bodies that run there
/// one after the other receive it.
final class WriteSession: Writer, @unchecked Sendable {
  let connection: Connection
  private let clock: @Sendable () -> Int64
  /// The newest entry of the change log, including those not yet committed.
  var newestChange: Int64
  /// Backups under way.
  var copies: [BackupCopy] = []

  init(_ connection: Connection, newestChange: Int64, clock: @escaping @Sendable () -> Int64) {
    self.connection = connection
    self.newestChange = newestChange
    self.clock = clock
  }

  /// Lets go of the file.
  func close() {
    for copy in copies { copy.end() }
    copies = []
    connection.close()
  }

  /// The time now, in microseconds since 1970.
  var now: Int64 { clock() }

  func query<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> [R] {
    try requireTransaction()
    return try connection.rows(sql, parameters, row)
  }

  @discardableResult
  func execute(_ sql: String, _ parameters: [SQLValue]) async throws -> Int {
    try requireTransaction()
    return try connection.run(sql, parameters)
  }

  func appendChange(customer: String, kind: String, detail: [UInt8]) async throws {
    try requireTransaction()
    newestChange = try ChangeLog.append(
      connection, customer: customer, kind: kind, detail: detail, at: now)
  }

  /// Runs the statements of a migration.
  func run(_ migration: Migration) throws(StorageError) {
    try requireTransaction()
    try connection.run(
      script: migration.sql, doing: "migration \(migration.version) (\(migration.name))")
  }

  /// A full disk makes SQLite end the transaction by itself. What a body that goes on regardless did
  /// then would be committed on its own.
  func requireTransaction() throws(StorageError) {
    guard !connection.isInTransaction else { return }
    throw connection.lastFailure ?? StorageError(.sql, "the transaction was ended by the body")
  }
}
