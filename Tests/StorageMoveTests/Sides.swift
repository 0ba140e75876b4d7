import Foundation
import Storage
import StorageMove
import Synchronization
import TestKit

/// The two sides of a test's own move: a file, and a schema of the server that tests share.
final class Sides: Sendable {
  private static let number = Atomic<Int>(0)
  private let folder: Folder
  let server: PostgreSQLTarget
  let schema: String
  var path: String { "\(folder.path)/data.db" }

  init() async throws {
    folder = try Folder()
    server = try PostgreSQLTarget(try await PostgreSQLCluster.shared().connectionString)
    schema = "moved_\(Sides.number.wrappingAdd(1, ordering: .relaxed).newValue)"
  }

  static let migrations = [
    Migration(
      version: 1, name: "things",
      sql: """
        CREATE TABLE thing (
          customer TEXT NOT NULL, number INTEGER NOT NULL, weight REAL, body BLOB, note TEXT,
          PRIMARY KEY (customer, number)) STRICT;
        CREATE TABLE loose (key TEXT NOT NULL PRIMARY KEY, value TEXT) WITHOUT ROWID;
        INSERT INTO loose VALUES ('seed', 'of the migration');
        """),
    Migration(
      version: 2, name: "requests",
      sql: "CREATE TABLE request (id TEXT NOT NULL PRIMARY KEY, reply BLOB) STRICT, WITHOUT ROWID;"),
  ]

  /// The side left, as its service opens it.
  func openFile() async throws -> SQLiteDatabase {
    let file = try SQLiteDatabase(path: path, options: SQLiteOptions { 1_000_000 })
    try await migrate(file)
    return file
  }

  /// The side entered, as its service opens it.
  func openServer() async throws -> PostgreSQLDatabase {
    let database = try openBareServer()
    try await migrate(database)
    return database
  }

  func openBareServer() throws -> PostgreSQLDatabase {
    var options = PostgreSQLOptions { 2_000_000 }
    options.schema = schema
    return try PostgreSQLDatabase(server, options: options)
  }

  private func migrate(_ database: any Database) async throws {
    do {
      try await database.migrate(Self.migrations)
    } catch {
      await database.close()
      throw error
    }
  }

  /// Moves, as the tool does.
  func move(
    id: String = "one", _ progress: @escaping StorageMove.Progress = { _, _ in }
  ) async throws -> StorageMove.Report {
    let move = try StorageMove(from: path, to: server, schema: schema, software: "test")
    do {
      let report = try await move.run(id: id) {
        var options = PostgreSQLOptions()
        options.schema = schema
        options.opensUnfinishedMove = true
        let database = try PostgreSQLDatabase(server, options: options)
        try await migrate(database)
        await database.close()
      } progress: {
        progress($0, $1)
      }
      await move.close()
      return report
    } catch {
      await move.close()
      throw error
    }
  }

  /// Fills the file, and lets go of it.
  func fill(things: Int = 600) async throws {
    let file = try await openFile()
    for customer in 0..<3 {
      try await file.write(customer: "\(customer)") { writer in
        for number in 0..<(things / 3) {
          try await writer.execute(
            "INSERT INTO thing VALUES ($1, $2, $3, $4, $5)",
            [
              .text("c\(customer)"), .integer(Int64(number - 7)),
              number % 5 == 0 ? .null : .real(Double(number) / 7),
              .blob(Array(repeating: UInt8(number % 256), count: number % 90)),
              number % 3 == 0 ? .null : .text("né \(number)\t\\N"),
            ])
          try await writer.appendChange(
            customer: "c\(customer)", kind: "thing", detail: Array("\(number)".utf8))
        }
      }
    }
    try await file.write(customer: "") { writer in
      try await writer.execute("UPDATE loose SET value = 'changed since'", [])
      try await writer.execute("INSERT INTO request VALUES ('r-1', NULL)", [])
      try await writer.keepChangePosition(77, in: "elsewhere")
    }
    await file.close()
  }
}

/// The storage error that `body` ends with.
func refusal(of body: () async throws -> Void) async throws -> StorageError {
  do {
    try await body()
  } catch let error as StorageError {
    return error
  }
  throw HarnessError("it was not refused")
}

/// Cancels the task that calls it.
func endHere() {
  unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
}
