import Foundation
import Storage
import TestKit
import Testing

extension EndToEnd {
  /// A process is killed while it migrates.
  @Suite struct MigrationKill {
    @Test(arguments: Engine.allCases)
    func `a migration that is killed is as if it had not begun, and goes on next time`(
      _ engine: Engine
    ) async throws {
      for round in 0..<12 {
        let place = try await VictimPlace(engine)
        let victim = try await ChildProcess.start("migration-victim", place.arguments)
        let step = round % 4
        _ = await victim.output.line { $0 == "\(step) applied" }
        // Somewhere in the next step; what must be true is so wherever that is.
        try await Task.sleep(for: .milliseconds(round * 5))
        victim.signal(SIGKILL)
        await victim.end()
        let database = try place.open()
        let events = Warnings(database.condition)
        let applied = try await place.applied(database)
        #expect(applied >= step)
        if engine == .sqlite {
          // One that was through may have closed it.
          let isTold = events.all.contains { $0.contains("was killed or lost its power") }
          #expect(isTold || applied == 4)
          #expect(try await database.findings { _ in }.isEmpty)
        }
        await database.close()
        let again = try await Outcome.of("migration-victim", place.arguments)
        #expect(again.status == 0, "\(again.testDescription)")
        let whole = try place.open()
        #expect(try await place.applied(whole) == 4)
        await whole.close()
      }
    }

    enum Engine: CaseIterable { case sqlite, postgreSQL }
  }
}

/// Where the victim's database is.
private final class VictimPlace: Sendable {
  private let folder: Folder
  private let cluster: PostgreSQLCluster?
  private let schema: String

  init(_ engine: EndToEnd.MigrationKill.Engine) async throws {
    folder = try Folder("victim")
    cluster = engine == .postgreSQL ? try await PostgreSQLCluster.shared() : nil
    schema = "victim_" + UUID().uuidString.prefix(8).lowercased()
  }

  var arguments: [String] {
    cluster.map { [$0.connectionString, schema] } ?? ["\(folder.path)/data.db"]
  }

  func open() throws -> any Database {
    guard let cluster else { return try SQLiteDatabase(path: "\(folder.path)/data.db") }
    var options = PostgreSQLOptions()
    options.schema = schema
    return try PostgreSQLDatabase(PostgreSQLTarget(cluster.connectionString), options: options)
  }

  /// How many steps are applied, of which each has its whole table, and no other step has any.
  func applied(_ database: any Database) async throws -> Int {
    let listing =
      cluster == nil
      ? "SELECT name FROM sqlite_schema WHERE type = 'table'"
      : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    return try await database.scan { reader in
      let tables = try await reader.query(listing, []) { $0.text(0) }
      guard tables.contains("schema_migrations") else { return 0 }
      let applied = try await reader.first("SELECT count(*) FROM schema_migrations", []) {
        Int($0.integer(0))
      }
      let steps = tables.filter { $0.hasPrefix("step_") }.sorted()
      #expect(steps == (0..<(applied ?? 0)).map { "step_\($0 + 1)" })
      for step in steps {
        let rows = try await reader.first("SELECT count(*) FROM \(step)", []) { $0.integer(0) }
        #expect(rows == 20_000)
      }
      return applied ?? 0
    }
  }
}
