internal import CPostgres
internal import Dispatch
import Glibc

/// What libpq does on a thread that may wait: connecting, which looks up names and reads files, and
/// cancelling, which connects.
enum PostgreSQLOpening {
  /// A connection that is ready, in pipeline mode, and nobody's.
  ///
  /// `@unchecked Sendable`: one owner at a time; whoever makes a `PostgreSQLConnection` of it.
  @safe struct Opened: @unchecked Sendable {
    let handle: OpaquePointer
  }

  /// Connects and prepares the session.
  static func open(
    _ target: PostgreSQLTarget, _ options: PostgreSQLOptions, purpose: String,
    statementTime: Duration, finish: @escaping @Sendable (Result<Opened, PostgreSQLFailure>) -> Void
  ) {
    DispatchQueue.global().async {
      finish(
        Result { () throws(PostgreSQLFailure) in
          let session = try PostgreSQLScript(target, options, purpose: purpose)
          try session.prepare(statementTime: statementTime)
          return try session.intoPipelineMode()
        })
    }
  }

  /// A request to cancel, to be sent once.
  ///
  /// `@unchecked Sendable`: libpq's own copy of what is needed; one owner at a time.
  @safe struct Cancellation: @unchecked Sendable {
    fileprivate let request: OpaquePointer

    init(owning request: OpaquePointer) { unsafe self.request = unsafe request }
  }

  /// Sends a request to cancel; a failure is the statement's own good luck.
  static func cancel(_ cancellation: Cancellation, finish: @escaping @Sendable () -> Void) {
    DispatchQueue.global().async {
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { reason in
        _ = unsafe PQcancel(cancellation.request, reason.baseAddress, Int32(reason.count))
      }
      unsafe PQfreeCancel(cancellation.request)
      finish()
    }
  }
}

/// A connection on which a thread waits for each answer: for what is done before a service serves.
@safe final class PostgreSQLScript {
  /// PostgreSQL 15 is the oldest that is tested.
  private static let oldestServer: Int32 = 150_000

  private let handle: OpaquePointer
  private let schema: String
  private var isHandedOver = false

  init(
    _ target: PostgreSQLTarget, _ options: PostgreSQLOptions, purpose: String
  ) throws(PostgreSQLFailure) {
    let parameters = target.parameters(options, purpose: purpose)
    var keywords: [UnsafePointer<CChar>?] = unsafe parameters.map { unsafe Self.copy($0.0) }
    var values: [UnsafePointer<CChar>?] = unsafe parameters.map { unsafe Self.copy($0.1) }
    unsafe keywords.append(nil)
    unsafe values.append(nil)
    defer { unsafe Self.release(keywords + values) }
    guard let handle = unsafe PQconnectdbParams(keywords, values, 1) else {
      throw PostgreSQLFailure(storage: StorageError(.io, "libpq is out of memory"))
    }
    unsafe self.handle = unsafe handle
    schema = options.schema
    unsafe cameo_pg_silence(handle)
    guard unsafe PQstatus(handle) == CONNECTION_OK else { throw refusal(target) }
    guard unsafe PQserverVersion(handle) >= Self.oldestServer else {
      throw PostgreSQLFailure(
        storage: StorageError(
          .io, "\(target.description) is older than PostgreSQL 15: use a newer server"))
    }
  }

  deinit {
    if !isHandedOver { unsafe PQfinish(handle) }
  }

  /// What every session is given: a commit is on disk before it is answered (or further, where the
  /// server's own setting waits for its standbys), and nothing waits for ever.
  func prepare(statementTime: Duration) throws(PostgreSQLFailure) {
    let time = statementTime.milliseconds
    try run(
      """
      SELECT set_config('search_path', quote_ident('\(schema)'), false),
        set_config('synchronous_commit', CASE current_setting('synchronous_commit')
          WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
        set_config('statement_timeout', '\(time)', false),
        set_config('lock_timeout', '\(time - time / 10)', false),
        set_config('idle_in_transaction_session_timeout', '\(max(time, 1) + 5_000)', false),
        set_config('cursor_tuple_fraction', '1', false),
        \(PartitionLayout.planning(schema: schema)),
        set_config('client_min_messages', 'error', false)
      """)
  }

  /// Makes it a connection for an event loop.
  consuming func intoPipelineMode() throws(PostgreSQLFailure) -> PostgreSQLOpening.Opened {
    guard unsafe PQsetnonblocking(handle, 1) == 0, unsafe PQenterPipelineMode(handle) == 1 else {
      throw lost
    }
    isHandedOver = true
    return unsafe PostgreSQLOpening.Opened(handle: handle)
  }

  /// Runs one or more statements without parameters; the rows of the last, as texts.
  @discardableResult
  func run(_ sql: String, doing what: String? = nil) throws(PostgreSQLFailure) -> [[String]] {
    let result = try unsafe checked(PQexec(handle, sql), what ?? "running \"\(sql)\"")
    return rows(result)
  }

  /// Runs one statement with parameters that are texts.
  @discardableResult
  func run(_ sql: String, _ parameters: [String]) throws(PostgreSQLFailure) -> [[String]] {
    var values: [UnsafePointer<CChar>?] = unsafe parameters.map { unsafe Self.copy($0) }
    defer { unsafe Self.release(values) }
    let answer = unsafe PQexecParams(
      handle, sql, Int32(parameters.count), nil, &values, nil, nil, 0)
    return rows(try unsafe checked(answer, "running \"\(sql)\""))
  }

  private func checked(
    _ answer: OpaquePointer?, _ what: String
  ) throws(PostgreSQLFailure) -> PostgreSQLResult {
    guard let answer = unsafe answer else { throw lost }
    let result = unsafe PostgreSQLResult(owning: answer)
    switch unsafe PQresultStatus(answer) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return result
    default:
      guard unsafe PQstatus(handle) == CONNECTION_OK else { throw lost }
      throw unsafe PostgreSQLFailure(answer, doing: what)
    }
  }

  private func rows(_ result: PostgreSQLResult) -> [[String]] {
    let columns = unsafe PQnfields(result.handle)
    return (0..<result.rowCount).map { row in
      (0..<columns).map { column in
        unsafe String(cString: PQgetvalue(result.handle, Int32(row), column))
      }
    }
  }

  private var lost: PostgreSQLFailure {
    unsafe .lost(String(cString: PQerrorMessage(handle)))
  }

  /// Why there is no connection. The server is away, which passes; or it does not want us.
  private func refusal(_ target: PostgreSQLTarget) -> PostgreSQLFailure {
    let reason = PostgreSQLFailure.line(unsafe String(cString: PQerrorMessage(handle)))
    let isRefused = Self.refusals.contains { reason.contains($0) }
    let advice =
      isRefused
      ? "check user, password, database and sslmode of the connection string"
      : "it is tried again"
    return PostgreSQLFailure(
      storage: StorageError(
        isRefused ? .io : .unreachable, "connecting to \(target.description): \(reason); \(advice)"),
      isLost: !isRefused)
  }

  /// What libpq and the server say where it is the settings that are wrong.
  private static let refusals = [
    "authentication", "password", "does not exist", "pg_hba.conf", "certificate",
    "server does not support SSL",
  ]

  private static func release(_ texts: [UnsafePointer<CChar>?]) {
    for index in unsafe texts.indices {
      unsafe free(UnsafeMutablePointer(mutating: texts[index]))
    }
  }

  private static func copy(_ text: String) -> UnsafePointer<CChar>? {
    unsafe UnsafePointer(strdup(text))
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}
