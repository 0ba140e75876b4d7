import Storage
import Testing

@Suite struct MigrationTests {
  private static let second = Migration(
    version: 2, name: "moods",
    sql: "CREATE TABLE mood (customer TEXT) STRICT; INSERT INTO mood VALUES ('anna');")

  @Test func `each migration runs once, in order`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.migrate(Scratch.migrations + [MigrationTests.second])
    try await database.migrate(Scratch.migrations + [MigrationTests.second])
    await database.close()
    let again = try SQLiteDatabase(path: scratch.path)
    try await again.migrate(Scratch.migrations + [MigrationTests.second])
    let moods = try await again.read {
      try await $0.query("SELECT customer FROM mood", []) { $0.text(0) }
    }
    #expect(moods == ["anna"])
  }

  @Test func `a schema that is newer is refused with the version that wrote it`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.software = "cameo-profile 9.1"
    let newer = try await scratch.open(options)
    try await newer.migrate(Scratch.migrations + [MigrationTests.second])
    await newer.close()
    let error = try await failure { _ = try await scratch.open() }
    #expect(error.code == .schemaTooNew)
    #expect(error.message.contains("cameo-profile 9.1"))
    #expect(error.message.contains("version 2"))
  }

  @Test func `an edited migration is refused`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    var edited = Scratch.migrations
    edited[0].sql += " "
    let error = try await failure { try await database.migrate(edited) }
    #expect(error.code == .sql)
    #expect(error.message.contains("migration 1 (notes) was edited"))
  }

  @Test func `migrations that are not numbered in order are refused`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let gap = Migration(version: 3, name: "gap", sql: "SELECT 1")
    let error = try await failure { try await database.migrate(Scratch.migrations + [gap]) }
    #expect(error.code == .sql)
  }

  @Test func `a migration that fails leaves nothing of itself`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let broken = Migration(
      version: 2, name: "broken", sql: "CREATE TABLE mood (customer TEXT); NONSENSE;")
    _ = try await failure { try await database.migrate(Scratch.migrations + [broken]) }
    try await database.migrate(Scratch.migrations + [MigrationTests.second])
  }

  @Test func `the checksum is FNV-1a`() {
    #expect(Migration(version: 1, name: "", sql: "").checksum == "cbf29ce484222325")
    #expect(Migration(version: 1, name: "", sql: "foobar").checksum == "85944171f73967e8")
  }
}
