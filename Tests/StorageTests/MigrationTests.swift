import Storage
import Testing

@Suite struct MigrationTests {
  private static let second = Migration(
    version: 2, name: "moods",
    sql: "CREATE TABLE mood (customer TEXT) STRICT; INSERT INTO mood VALUES ('anna');")

  @Test(arguments: Engine.allCases)
  func `each migration runs once, in order`(_ engine: Engine) async throws {
    let place = try await Place(engine)
    let database = try await place.open()
    let progress = Shared<[WorkProgress]>([])
    for _ in 0..<2 {
      try await database.migrate(Scratch.migrations + [MigrationTests.second]) { reached in
        progress.change { $0.append(reached) }
      }
    }
    #expect(progress.value == [WorkProgress(done: 1, total: 1)])
    await database.close()
    let again = try await place.open(Scratch.migrations + [MigrationTests.second])
    let moods = try await again.read {
      try await $0.query("SELECT customer FROM mood", []) { $0.text(0) }
    }
    #expect(moods == ["anna"])
  }

  @Test(arguments: Engine.allCases)
  func `a schema that is newer is refused with the version that wrote it`(
    _ engine: Engine
  ) async throws {
    let place = try await Place(engine)
    let newer = try await place.open(
      software: "cameo-profile 9.1", Scratch.migrations + [MigrationTests.second])
    await newer.close()
    let error = try await failure { _ = try await place.open() }
    #expect(error.code == .schemaTooNew)
    #expect(error.message.contains("cameo-profile 9.1"))
    #expect(error.message.contains("version 2"))
  }

  @Test(arguments: Engine.allCases)
  func `an edited migration is refused`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    var edited = Scratch.migrations
    edited[0].sql += " "
    let error = try await failure { try await database.migrate(edited) }
    #expect(error.code == .sql)
    #expect(error.message.contains("migration 1 (notes) was edited"))
  }

  @Test(arguments: Engine.allCases)
  func `migrations that are not numbered in order are refused`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let gap = Migration(version: 3, name: "gap", sql: "SELECT 1")
    let error = try await failure { try await database.migrate(Scratch.migrations + [gap]) }
    #expect(error.code == .sql)
  }

  @Test(arguments: Engine.allCases)
  func `a migration that fails leaves nothing of itself`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
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
