import Glibc
import Storage

/// Migrates the database of its first argument, slowly, to be killed meanwhile.
@main
enum Victim {
  static func main() async throws {
    let database = try SQLiteDatabase(path: CommandLine.arguments[1])
    say("done 0")
    try await database.migrate(migrations) { say("done \($0.done)") }
    await database.close()
  }

  /// Without a buffer: it is waited for.
  private static func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = unsafe line.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  /// Each after the first takes some hundredths of a second, and each does two things.
  static let migrations = (1...4).map { version in
    Migration(
      version: version, name: "step \(version)",
      sql: """
        CREATE TABLE step_\(version) (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
        INSERT INTO step_\(version)
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
          SELECT i, 'row ' || i FROM n;
        CREATE INDEX step_\(version)_text ON step_\(version) (text);
        """)
  }
}
