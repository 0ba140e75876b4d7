import Glibc
import Storage

/// Migrates a database to be killed meanwhile: a file, or a PostgreSQL server and a schema. With the
/// number of a step behind that, this one comes to all that it does and then not to its end.
@main
enum Victim {
  static func main() async throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let held = arguments.last.flatMap { Int($0) }
    if held != nil { arguments.removeLast() }
    let database = try open(arguments)
    let hold = arguments.count == 2 ? "SELECT pg_advisory_xact_lock(1);" : endless
    say("0 applied")
    try await database.migrate((1...4).map { migration($0, endingWith: $0 == held ? hold : "") }) {
      say("\($0.done) applied")
    }
    await database.close()
  }

  /// Without a buffer: it is waited for.
  private static func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = unsafe line.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  private static func open(_ arguments: [String]) throws -> any Database {
    guard arguments.count == 2 else {
      var options = SQLiteOptions()
      // Less than a step changes, so that some of it is in the log before its end.
      options.writerCacheKiB = 256
      return try SQLiteDatabase(path: arguments[0], options: options)
    }
    var options = PostgreSQLOptions()
    options.schema = arguments[1]
    return try PostgreSQLDatabase(PostgreSQLTarget(arguments[0]), options: options)
  }

  private static let endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;"

  private static func migration(_ version: Int, endingWith end: String) -> Migration {
    Migration(
      version: version, name: "step \(version)",
      sql: """
        CREATE TABLE step_\(version) (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
        INSERT INTO step_\(version)
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
          SELECT i, 'row ' || i FROM n;
        CREATE INDEX step_\(version)_body ON step_\(version) (body);
        \(end)
        """)
  }
}
