import Synchronization

/// A view for an export: a connection of its own, with one transaction, whose questions run on the scanning
/// threads. Between two of them nothing but the connection is held, and it can be taken away.
///
/// A connection has one user at a time: whoever has set `isInUse`, or, when nobody has, whoever ends it.
final class SnapshotReader: Reader, Sendable {
  fileprivate struct State {
    var isInUse = false
    var hasEnded = false
  }

  private let connection: Connection
  private let limit: ReadLimit
  private let state = Mutex(State())
  private let scanner: @Sendable () throws -> StorageThread

  /// Takes the view as of now.
  ///
  /// - Parameter scanner: a thread that was told of one more task.
  init(
    _ connection: Connection, _ limit: ReadLimit,
    scanner: @escaping @Sendable () throws -> StorageThread
  ) throws {
    self.connection = connection
    self.limit = limit
    self.scanner = scanner
    try connection.run("BEGIN")
    _ = try connection.rows("SELECT 1 FROM sqlite_schema LIMIT 1", []) { _ in }
  }

  func query<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> [R] {
    let thread = try scanner()
    defer { thread.endTask() }
    return try await withTaskExecutorPreference(thread) {
      guard state.withLock({ $0.begin() }) else { throw limit.failure ?? .databaseIsClosed }
      defer { giveBack() }
      return try await connection.limited(by: limit) { try connection.rows(sql, parameters, row) }
    }
  }

  /// Lets go of the view, from any thread; what is being asked ends soon.
  func end(_ reason: ReadLimit.Reason) {
    limit.end(reason)
    if state.withLock({ $0.end() }) { connection.close() }
  }

  private func giveBack() {
    if state.withLock({ $0.giveBack() }) { connection.close() }
  }
}

extension SnapshotReader.State {
  /// Whether the connection is the caller's now.
  mutating func begin() -> Bool {
    guard !hasEnded, !isInUse else { return false }
    isInUse = true
    return true
  }

  /// Whether the caller is to close the connection.
  mutating func giveBack() -> Bool {
    isInUse = false
    return hasEnded
  }

  /// Whether the caller is to close the connection.
  mutating func end() -> Bool {
    guard !hasEnded else { return false }
    hasEnded = true
    return !isInUse
  }
}
