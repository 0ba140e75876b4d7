import Foundation
import Storage
import Synchronization
import TestKit
import Testing

/// What a test of both engines is run with.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
  case sqlite = "SQLite"
  case postgreSQL = "PostgreSQL"

  var testDescription: String { rawValue }
}

/// A place for a database of a test's own, on either engine; gone when the test is.
final class Place: Sendable {
  private static let number = Atomic<Int>(0)
  private let scratch: Scratch?
  private let cluster: PostgreSQLCluster?
  private let schema: String
  private let limits: Limits
  private let clock: @Sendable () -> Int64

  /// Limits that tests come up against; as the engine has them where nil.
  struct Limits {
    /// How long a scan may take.
    var scanTime: Duration?
    /// How many exports there may be at once.
    var exports: Int?
  }

  /// - Parameter clock: what entries of the change log are dated with; by default it stands still.
  init(
    _ engine: Engine, _ limits: Limits = Limits(),
    clock: @escaping @Sendable () -> Int64 = { .noon }
  ) async throws {
    self.limits = limits
    self.clock = clock
    let number = Place.number.wrappingAdd(1, ordering: .relaxed).newValue
    schema = "test_\(number)"
    scratch = engine == .sqlite ? try Scratch() : nil
    cluster = engine == .postgreSQL ? try await PostgreSQLCluster.shared() : nil
  }

  /// A database with one table: `note (customer, body)`.
  func open(
    software: String = "cameo", _ migrations: [Migration] = Scratch.migrations
  ) async throws -> any Database {
    let database = try openBare(software: software)
    do {
      try await database.migrate(migrations)
    } catch {
      await database.close()
      throw error
    }
    return database
  }

  /// A database that nobody has migrated yet.
  func openBare(software: String = "cameo") throws -> any Database {
    guard let cluster else { return try openSQLite(software) }
    return try PostgreSQLDatabase(
      PostgreSQLTarget(cluster.connectionString), options: options(software))
  }

  func options(_ software: String = "cameo") -> PostgreSQLOptions {
    var options = PostgreSQLOptions.patient
    options.clock = clock
    options.schema = schema
    options.software = software
    // Many wait in a row here, on machines that may be slow.
    options.waitTime = .seconds(60)
    if let time = limits.scanTime { options.scanTime = time }
    if let exports = limits.exports {
      // Who finds none free waits so long before it is told.
      (options.snapshotConnections, options.waitTime) = (exports, .seconds(1))
    }
    return options
  }

  private func openSQLite(_ software: String) throws -> any Database {
    guard let scratch else { throw HarnessError("no engine") }
    var options = SQLiteOptions { [clock] in withExtendedLifetime(scratch) { clock() } }
    options.software = software
    if let time = limits.scanTime { options.scanTime = time }
    if let exports = limits.exports { options.snapshotLimit = exports }
    return try SQLiteDatabase(path: scratch.path, options: options)
  }
}

extension PostgreSQLOptions {
  /// Limits that a busy machine does not come up against: for tests that are about something else.
  static var patient: PostgreSQLOptions {
    var options = PostgreSQLOptions()
    (options.waitTime, options.statementTime) = (.seconds(60), .seconds(60))
    options.connectTime = .seconds(60)
    return options
  }
}

extension Database {
  func add(_ body: String, to customer: String = "anna") async throws {
    try await write(customer: customer) { writer in
      try await writer.execute("INSERT INTO note VALUES ($1, $2)", [.text(customer), .text(body)])
      try await writer.appendChange(customer: customer, kind: "note", detail: Array(body.utf8))
    }
  }

  func notes(of customer: String = "anna") async throws -> [String] {
    try await read { reader in
      try await reader.query(
        "SELECT body FROM note WHERE customer = $1 ORDER BY body", [.text(customer)]
      ) { $0.text(0) }
    }
  }

  /// The change log from a cursor on, once it has `count` entries: PostgreSQL holds back what others
  /// might still stand before, of other tests too.
  func log(_ count: Int, after cursor: Int64 = 0, customer: String? = nil) async throws -> [Change]
  {
    while true {
      let newest = try await waitForChange(after: cursor)
      let log = try await changes(after: cursor, customer: customer, limit: 10_000)
      if log.count >= count { return log }
      _ = try await waitForChange(after: newest)
    }
  }
}

/// Counts, for tasks.
final class Count: Sendable {
  private let value = Atomic<Int>(0)

  var current: Int { value.load(ordering: .sequentiallyConsistent) }
  func next() -> Int { value.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue }
}

/// A value that one task leaves for another.
final class Kept<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
