internal import CPostgres

/// Where a database is: a `postgresql://` connection string, as libpq reads it.
///
/// What it leaves open, libpq takes from `PGHOST`, `PGPASSFILE`, `~/.pgpass` and their like. How far
/// the server is believed is its `sslmode`: `verify-full` with `sslrootcert` across a network.
public struct PostgreSQLTarget: Sendable {
  private let connectionString: String
  /// The target for people: hosts, database and user, never a password.
  public let description: String

  /// - Throws: ``StorageError`` with what libpq cannot read in it.
  public init(_ connectionString: String) throws(StorageError) {
    self.connectionString = connectionString
    description = try Self.parse(connectionString)
  }

  /// Whether a setting means a server rather than a file.
  public static func isTarget(_ text: String) -> Bool {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
  }

  /// The parameters for `PQconnectdbParams`: ours are defaults, the connection string's own count.
  func parameters(_ options: PostgreSQLOptions, purpose: String) -> [(String, String)] {
    let seconds = max(2, options.connectTime.components.seconds)
    return [
      ("connect_timeout", "\(seconds)"), ("application_name", "\(options.software) \(purpose)"),
      // A peer that has vanished is noticed within a minute even where nothing is being sent.
      ("keepalives_idle", "20"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "30000"),
      // Of several hosts, the one that takes writes: locks and the log's cursors are the primary's.
      ("target_session_attrs", "read-write"),
      ("dbname", connectionString), ("client_encoding", "UTF8"),
    ]
  }

  private static func parse(_ text: String) throws(StorageError) -> String {
    var failure: UnsafeMutablePointer<CChar>?
    guard let list = unsafe PQconninfoParse(text, &failure) else {
      let reason = unsafe failure.map { unsafe String(cString: $0) } ?? "out of memory"
      unsafe PQfreemem(failure)
      // libpq's sentence may quote a part of the string, and with it a password.
      let isSecret = text.contains("@") || text.contains("password")
      let isQuoting = reason.contains("\"") && isSecret
      throw StorageError(
        .sql,
        "the connection string is not one that libpq reads"
          + (isQuoting ? "" : ": \(reason.filter { $0 != "\n" })")
          + "; write postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full")
    }
    defer { unsafe PQconninfoFree(list) }
    var values: [String: String] = [:]
    var next = unsafe list
    while let keyword = unsafe next.pointee.keyword {
      if let value = unsafe next.pointee.val {
        unsafe values[String(cString: keyword)] = unsafe String(cString: value)
      }
      unsafe next += 1
    }
    let user = values["user"].map { "\($0)@" } ?? ""
    let port = values["port"].map { ":\($0)" } ?? ""
    return "postgresql://\(user)\(values["host"] ?? "")\(port)/\(values["dbname"] ?? "")"
  }
}
