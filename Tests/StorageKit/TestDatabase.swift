import Foundation
package import Storage
import Synchronization
import TestKit

/// The database of a service's test: SQLite, or, as `CAMEO_TEST_ENGINE` says, PostgreSQL on one server
/// (`postgresql`) or spread over several (`partitions`).
package enum TestDatabase {
  private static let engine = ProcessInfo.processInfo.environment["CAMEO_TEST_ENGINE"] ?? ""
  private static let isSpread = engine == "partitions"
  /// Whether the services' tests run on PostgreSQL.
  package static let isPostgreSQL = engine == "postgresql" || isSpread

  private static let number = Atomic<Int>(0)
  /// What stands for a path on the server.
  private static let places = Mutex<[String: String]>([:])

  private static func freshName() -> String {
    "service_\(number.wrappingAdd(1, ordering: .relaxed).newValue)"
  }

  /// One that nobody else has, and that has no tables yet; for a path that was opened before the same as
  /// then.
  ///
  /// - Parameter path: of SQLite's file.
  package static func open(_ path: String) async throws -> any Database {
    guard isPostgreSQL else { return try SQLiteDatabase(path: path) }
    var options = PostgreSQLOptions()
    // A busy machine is not what services' tests are about.
    (options.waitTime, options.statementTime) = (.seconds(300), .seconds(300))
    options.connectTime = .seconds(300)
    options.schema = places.withLock { places in
      let schema = places[path] ?? freshName()
      places[path] = schema
      return schema
    }
    if isSpread {
      options.partitions = PartitionedCluster.names
      // Many tests at once share these servers, and each connection has others behind it.
      options.connectionsPerLoop = 3
    }
    let cluster =
      try await isSpread
      ? PartitionedCluster.shared().coordinator : PostgreSQLCluster.shared()
    return try PostgreSQLDatabase(
      PostgreSQLTarget(cluster.connectionString), options: options)
  }

  /// The setting `database` of a whole service: nil where it is a file in its folder. For the same
  /// folder the same; nothing is spread.
  package static func setting(forServiceIn folder: String) async throws -> String? {
    guard isPostgreSQL else { return nil }
    if let known = places.withLock({ $0[folder] }) { return known }
    let made = try await PostgreSQLCluster.shared().makeDatabase(freshName())
    places.withLock { $0[folder] = made }
    return made
  }
}

extension Database {
  /// The change log from its beginning, once whatever ran when this was called has ended: PostgreSQL
  /// holds back what other tests' transactions might still stand before.
  package func settledChanges(customer: String? = nil) async throws -> [Change] {
    try await settle()
    return try await changes(after: 0, customer: customer, limit: 1_000)
  }

  /// Returns once whatever ran when this was called has ended, so that readers of the change log see
  /// all that was committed.
  package func settle() async throws {
    guard self is PostgreSQLDatabase else { return }
    let end = try await transaction("pg_snapshot_xmax")
    while try await transaction("pg_snapshot_xmin") < end { await Task.yield() }
  }

  private func transaction(_ bound: String) async throws -> Int64 {
    try await read { reader in
      try await reader.first("SELECT \(bound)(pg_current_snapshot())::text::bigint", []) {
        $0.integer(0)
      } ?? 0
    }
  }
}
