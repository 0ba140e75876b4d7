import Foundation
import Storage
import Synchronization
import TestKit
import Testing

/// A folder of a test's own, with a database in it; gone when the test is.
final class Scratch: Sendable {
  private let home: Folder
  var folder: String { home.path }
  var path: String { folder + "/data.db" }

  init() throws {
    home = try Folder("storage")
  }

  /// A database with one table: `note (customer, body)`.
  func open(_ options: SQLiteOptions = .atNoon) async throws -> SQLiteDatabase {
    var options = options
    // The folder stays as long as the database that holds this clock.
    options.clock = { [clock = options.clock] in withExtendedLifetime(self) { clock() } }
    let database = try SQLiteDatabase(path: path, options: options)
    try await database.migrate(Scratch.migrations)
    return database
  }

  static let migrations = [
    Migration(
      version: 1, name: "notes",
      sql: """
        CREATE TABLE note (
          customer TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (customer, body)) STRICT;
        """)
  ]

  static func readAll(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}

extension SQLiteOptions {
  /// A clock that stands still.
  static var atNoon: SQLiteOptions { SQLiteOptions { 1_000_000 } }
}

extension SQLiteDatabase {
  /// Keeps the writer busy till `count` more writes wait, so that they share its commit. Returns
  /// once it has begun.
  func gather(_ count: Int) async -> Task<Void, any Error> {
    let (begun, signal) = AsyncStream.makeStream(of: Void.self)
    let gate = Task {
      try await write(customer: "gate") { _ in
        signal.finish()
        while self.statistics.waiting < count { _ = sched_yield() }
      }
    }
    for await _ in begun {}
    return gate
  }
}

struct Refusal: Error, Equatable {}

/// The storage error that `body` ends with.
func failure(of body: () async throws -> Void) async throws -> StorageError {
  try await #require(throws: StorageError.self) { try await body() }
}

/// Whether something has happened, for two tasks.
final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }
  func set() { value.store(true, ordering: .sequentiallyConsistent) }
}

/// A value that several tasks change.
final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value { state.withLock { $0 } }
  func change(_ body: (inout Value) -> Void) { state.withLock { body(&$0) } }
}
