internal import CPostgres

/// What went wrong on a connection: what callers see, and what decides whether to try again.
struct PostgreSQLFailure: Error {
  var storage: StorageError
  /// SQLSTATE, five characters (PostgreSQL manual, appendix A); empty where the server said nothing.
  var state = ""
  /// Whether the connection is gone.
  var isLost = false

  /// Whether the same body, run again from its beginning, may well succeed: serialization failure,
  /// deadlock, and what was lost before its commit was sent.
  ///
  /// A broken unique rule counts twice: the row may be of a transaction that the snapshot does not
  /// show, and then the body sees it when it is run again, as it would have on SQLite.
  func isWorthAnotherRun(attempt: Int) -> Bool {
    switch state {
    case "40001", "40P01": true
    case "23505": attempt <= 2
    // A partition's server went while it was talked to; one that is away is told at once.
    case "08006": attempt <= 2
    default: isLost
    }
  }

  init(storage: StorageError, state: String = "", isLost: Bool = false) {
    self.storage = storage
    self.state = state
    self.isLost = isLost
  }

  /// What a server says where it refuses a statement.
  struct Answer {
    var state: String
    var severity: String
    var primary: String
    var detail: String
  }

  /// What the server answered to a statement.
  init(_ result: OpaquePointer, doing what: String) {
    self.init(
      Answer(
        state: unsafe Self.field(result, cameo_pg_sqlstate),
        severity: unsafe Self.field(result, cameo_pg_severity),
        primary: unsafe Self.field(result, cameo_pg_primary),
        detail: unsafe Self.field(result, cameo_pg_detail)),
      doing: what)
  }

  init(_ answer: Answer, doing what: String) {
    // What PgBouncer says where its server is gone. From a server itself it would be a mistake of ours.
    if answer.state == "08P01", answer.severity == "FATAL" {
      self = .lost(answer.primary)
      return
    }
    // A detail quotes the row, which is personal data: only where it names a rule's columns.
    let detail = answer.detail
    let columns = detail.hasPrefix("Key (") ? ", " + detail.prefix { $0 != ")" } + ")" : ""
    self.init(
      storage: StorageError(
        state: answer.state, message: answer.primary + columns, doing: what),
      state: answer.state,
      // The server is going down, and ends the connection with these words.
      isLost: ["57P01", "57P02", "57P03"].contains(answer.state))
  }

  /// The connection cannot be used any more.
  static func lost(_ reason: String) -> PostgreSQLFailure {
    PostgreSQLFailure(
      storage: StorageError(
        .unreachable,
        "the connection to PostgreSQL was lost: \(line(reason)); try again"),
      isLost: true)
  }

  /// The connection was lost in the commit.
  static func unknown(_ failure: PostgreSQLFailure) -> PostgreSQLFailure {
    PostgreSQLFailure(
      storage: StorageError(
        .unknownOutcome,
        "whether this write was kept is not known: \(failure.storage.message), with the same"
          + " request id"))
  }

  /// libpq's sentences, a line each, in one.
  static func line(_ text: String) -> String {
    text.split(separator: "\n").map { $0.trimmingPrefix { $0.isWhitespace } }.joined(separator: " ")
  }

  /// Where in a longer piece of work it happened, as the server tells it. It may quote what is stored.
  static func context(_ result: PostgreSQLResult) -> String {
    unsafe field(result.handle, cameo_pg_context)
  }

  /// What a server that takes no writes answers to one.
  static let readOnly = "25006"

  /// The server has become a standby, or is one.
  static func standby(_ answer: PostgreSQLFailure) -> PostgreSQLFailure {
    PostgreSQLFailure(
      storage: StorageError(
        .unreachable,
        "\(answer.storage.message); the server takes no writes, perhaps because another has taken"
          + " over: name all hosts in the connection string"),
      state: readOnly, isLost: true)
  }

  private static func field(_ result: OpaquePointer, _ code: Int32) -> String {
    unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) } ?? ""
  }
}

extension PostgreSQLFailure {
  /// The task was cancelled, and so the statement.
  static let cancelled = PostgreSQLFailure(
    storage: StorageError(.busy, "the statement was cancelled"), state: cancelledState)
  private static let cancelledState = "cancelled"

  var isCancellation: Bool { state == Self.cancelledState }

  /// What a body sees.
  var seen: any Error { isCancellation ? CancellationError() : storage }
}

extension StorageError {
  /// What a SQLSTATE means, told with the server's own words for it.
  init(state: String, message: String, doing what: String) {
    let (code, advice) = StorageError.meaning(of: state)
    self.init(code, "\(what): \(message) (SQLSTATE \(state)); \(advice)")
  }

  private static func meaning(of state: String) -> (Code, String) {
    switch state {
    case "08P01", "25P02": (.sql, "this is a mistake in the program, please report it")
    case "25006": (.sql, "a read may not write")
    case "26000", "42P05":
      (.io, "sessions are mixed up: a pooler in between must be in session mode")
    case "55P03": (.busy, "try again")
    case "57014": (.timeout, "ask for less at once, or give it more time")
    case "57P01", "57P02", "57P03": (.unreachable, "try again when the server is back")
    case "53100", "53400": (.full, "nothing of this write was kept; free disk space on the server")
    case "42501":
      (.io, "grant the user the rights, or connect as the owner of the schema")
    // A damaged page or index; other internal errors pass, and so does NOT_SERVING.
    case "XX001", "XX002":
      (.corrupt, "stop the service, keep the server's data and restore the last backup")
    case "21000": (.sql, "this is a mistake in the program, please report it")
    default: meaning(ofClass: state.prefix(2))
    }
  }

  private static func meaning(ofClass prefix: Substring) -> (Code, String) {
    switch prefix {
    case "08": (.unreachable, "try again")
    case "40", "53": (.busy, "try again")
    case "22", "23": (.constraint, "the data breaks a rule of the schema, nothing of it was kept")
    case "28", "3D": (.io, "check user, password and database of the connection string")
    case "58": (.io, "check the server's disk and its log")
    case "XX": (.io, "this is a fault of the server: its log says more")
    default: (.sql, "this is a mistake in the program, please report it")
    }
  }
}
