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
      let server = engine == .postgreSQL ? try await PostgreSQLCluster() : nil
      var random = SystemRandomNumberGenerator()
      for round in 0..<12 {
        let place = try VictimPlace(server)
        let step = round % 4
        try await place.kill(
          in: step, after: .microseconds(Int.random(in: 0...50_000, using: &random)))
        let database = try place.open()
        let events = Warnings(database.condition)
        #expect(try await place.applied(database) == step)
        if engine == .sqlite {
          #expect(events.all.contains { $0.contains("was killed or lost its power") })
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
  private let server: PostgreSQLCluster?
  private let schema: String
  private var file: String { "\(folder.path)/data.db" }

  /// - Parameter server: nil for a file.
  init(_ server: PostgreSQLCluster?) throws {
    folder = try Folder("victim")
    self.server = server
    schema = "victim_" + UUID().uuidString.prefix(8).lowercased()
  }

  var arguments: [String] { server.map { [$0.connectionString, schema] } ?? [file] }

  func open() throws -> any Database {
    guard let server else { return try SQLiteDatabase(path: file) }
    var options = PostgreSQLOptions()
    options.schema = schema
    return try PostgreSQLDatabase(PostgreSQLTarget(server.connectionString), options: options)
  }

  /// Kills a victim when so many steps are applied, and the next is in part.
  ///
  /// - Parameter delay: how much longer a file's is let go on, which takes no end by itself.
  func kill(in step: Int, after delay: Duration) async throws {
    let victim = try await ChildProcess.start("migration-victim", arguments + ["\(step + 1)"])
    if let server {
      let session = try await end(victim)
      try await server.tellsOfLostClient("[\(session)]")
    } else {
      _ = await victim.output.line { $0 == "\(step) applied" }
      while victim.isRunning, try !isAmidTransaction() {
        try await Task.sleep(for: .milliseconds(1))
      }
      try await Task.sleep(for: delay)
      victim.signal(SIGKILL)
      await victim.end()
    }
    #expect(victim.wasKilled, "\(victim.error.text)")
  }

  /// Holds the lock that a victim comes to wait for, and ends it there.
  ///
  /// - Returns: the process of the server that served it.
  private func end(_ victim: ChildProcess) async throws -> Int64 {
    let database = try open()
    let session = try await database.scan { reader in
      _ = try await reader.query("SELECT pg_advisory_xact_lock(1)", []) { _ in }
      while victim.isRunning {
        let waiting = try await reader.first(
          "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", []
        ) { $0.integer(0) }
        guard let waiting else { continue }
        victim.signal(SIGKILL)
        await victim.end()
        return waiting
      }
      throw HarnessError("the victim ended: \(await victim.error.whole())")
    }
    await database.close()
    return session
  }

  /// Whether the last page in the file's log is of a transaction that has not ended: one that ends it
  /// has the file's size in its head (https://sqlite.org/fileformat2.html#the_write_ahead_log).
  private func isAmidTransaction() throws -> Bool {
    let log = FileHandle(forReadingAtPath: "\(file)-wal")
    defer { try? log?.close() }
    let (head, page) = (UInt64(24), UInt64(4096))
    guard let log, case let size = try log.seekToEnd(), size > 32 + head + page
    else { return false }
    try log.seek(toOffset: 32 + ((size - 32) / (head + page) - 1) * (head + page) + 4)
    return try log.read(upToCount: 4) == Data(count: 4)
  }

  /// How many steps are applied, of which each has its whole table, and no other step has any.
  func applied(_ database: any Database) async throws -> Int {
    let listing =
      server == nil
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
