import Glibc
import Storage

/// Migrates a database, slowly, to be killed meanwhile: a file, or a PostgreSQL server and a schema.
@main
enum Victim {
  static func main() async throws {
    let database = try open(Array(CommandLine.arguments.dropFirst()))
    for step in 0...migrations.count {
      do {
        try await database.migrate(Array(migrations.prefix(step)))
      } catch let error as StorageError where error.code == .schemaTooNew {
        // One that was killed before came further.
        continue
      }
      // Without a buffer: it is waited for.
      let line = Array("\(step) applied\n".utf8)
      _ = unsafe line.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
    await database.close()
  }

  private static func open(_ arguments: [String]) throws -> any Database {
    guard arguments.count == 2 else { return try SQLiteDatabase(path: arguments[0]) }
    var options = PostgreSQLOptions()
    options.schema = arguments[1]
    return try PostgreSQLDatabase(PostgreSQLTarget(arguments[0]), options: options)
  }

  /// Each after the first takes some hundredths of a second, and each does two things.
  static let migrations = (1...4).map { version in
    Migration(
      version: version, name: "step \(version)",
      sql: """
        CREATE TABLE step_\(version) (number INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
        INSERT INTO step_\(version)
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
          SELECT i, 'row ' || i FROM n;
        CREATE INDEX step_\(version)_body ON step_\(version) (body);
        """)
  }
}
