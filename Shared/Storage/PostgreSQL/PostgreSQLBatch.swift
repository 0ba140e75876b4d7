internal import CPostgres

/// One statement of a batch.
struct PostgreSQLCommand: Sendable {
  var sql: String
  var parameters: [SQLValue] = []
  /// Whether it is prepared once and kept: for what is a literal of the program.
  var isKept = true

  /// Why it cannot be sent: there must be a value for each placeholder, and the server would not mind
  /// one too many.
  var flaw: PostgreSQLFailure? {
    let count = PostgreSQLDialect.placeholders(of: sql)
    guard count != parameters.count else { return nil }
    return PostgreSQLFailure(
      storage: StorageError(
        .sql, "\"\(sql)\" has \(count) placeholders but got \(parameters.count) values"))
  }
}

/// What is sent to the server at once and answered at once.
///
/// `@unchecked Sendable`: made by one task, and from `start` on touched by the connection's loop
/// alone, until `finish` hands it back.
final class PostgreSQLBatch: @unchecked Sendable {
  /// Groups, each ended by a sync: an error skips the rest of its group, and the next group begins
  /// anew. Outside of a transaction a group is one.
  let groups: [[PostgreSQLCommand]]
  private(set) var results: [PostgreSQLResult] = []
  /// The first failure of all.
  private(set) var failure: PostgreSQLFailure?
  private(set) var isRunning = false
  private(set) var isCancelled = false
  /// Whether it commits: a cancellation that hits the wait for a standby ends it with a success.
  let isCommit: Bool
  private var finish: ((PostgreSQLBatch) -> Void)?

  init(
    _ groups: [[PostgreSQLCommand]], isCommit: Bool = false,
    finish: ((PostgreSQLBatch) -> Void)? = nil
  ) {
    self.groups = groups
    self.isCommit = isCommit
    self.finish = finish
  }

  func whenFinished(_ finish: @escaping (PostgreSQLBatch) -> Void) { self.finish = finish }

  func begin() { isRunning = true }

  func cancel() { isCancelled = true }

  func fail(_ failure: PostgreSQLFailure) {
    if self.failure == nil { self.failure = failure }
  }

  /// Tells who waits for it, once.
  func end() {
    isRunning = false
    let finish = finish
    self.finish = nil
    finish?(self)
  }

  /// Takes the server's answer to one of its statements.
  func take(_ result: PostgreSQLResult, of sql: String) {
    switch unsafe PQresultStatus(result.handle) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: results.append(result)
    default: takeFailure(result, of: sql)
    }
  }

  /// Takes the server's refusal of one of its statements, or of the statement's preparation.
  func takeFailure(_ result: PostgreSQLResult, of sql: String) {
    switch unsafe PQresultStatus(result.handle) {
    // What follows an error up to the next sync: the error has been noted.
    case PGRES_PIPELINE_ABORTED: break
    case PGRES_EMPTY_QUERY:
      fail(PostgreSQLFailure(storage: StorageError(.sql, "there is no statement")))
    case PGRES_FATAL_ERROR:
      let failure = unsafe PostgreSQLFailure(result.handle, doing: "running \"\(sql)\"")
      fail(isCancelled && failure.state == "57014" ? .cancelled : failure)
    default:
      fail(PostgreSQLFailure(storage: StorageError(.sql, "\"\(sql)\" is no statement for here")))
    }
  }
}
