/// Real PostgreSQL servers, one of which is the coordinator and knows the others as foreign servers: what
/// an operator sets up before a schema is spread.
package final class PartitionedCluster: Sendable {
  /// Where the services connect to.
  package let coordinator: PostgreSQLCluster
  /// Where the partitions are, in the order of ``names``.
  package let servers: [PostgreSQLCluster]
  /// The foreign servers' names on the coordinator.
  package static let names = ["east", "middle", "west"]

  /// The servers that tests share, started by the first that asks.
  package static func shared() async throws -> PartitionedCluster { try await sharing.cluster() }

  private static let sharing = SharedServers()

  /// Every connection to the coordinator has one to each server that it has asked.
  private static let connections = ["max_connections = 1000"]

  /// - Parameter settings: of all of them, as for ``PostgreSQLCluster``.
  package init(
    settings: [String] = ["fsync = off", "full_page_writes = off"]
  ) async throws {
    let started = try await withThrowingTaskGroup(of: PostgreSQLCluster.self) { group in
      for _ in Self.names {
        group.addTask { try await PostgreSQLCluster(settings: settings + Self.connections) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let foreign = zip(Self.names, started).map { name, server in
      """
      CREATE SERVER \(name) FOREIGN DATA WRAPPER postgres_fdw
        OPTIONS (host '\(server.folder)', dbname 'postgres');
      CREATE USER MAPPING FOR PUBLIC SERVER \(name) OPTIONS (user 'cameo');
      """
    }
    servers = started
    coordinator = try await PostgreSQLCluster(
      settings: settings + Self.connections + ["max_prepared_transactions = 300"],
      setup: "CREATE EXTENSION postgres_fdw; CREATE EXTENSION dblink; "
        + foreign.joined(separator: "\n"))
  }
}

/// Starts the shared servers once.
private actor SharedServers {
  private var starting: Task<PartitionedCluster, any Error>?

  func cluster() async throws -> PartitionedCluster {
    let task = starting ?? Task { try await PartitionedCluster() }
    starting = task
    return try await task.value
  }
}
