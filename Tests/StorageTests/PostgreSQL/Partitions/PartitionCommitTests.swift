import Glibc
import TestKit
import Testing

@testable import Storage

/// A write between its halves, with another replica that takes its service for dead.
@Suite struct PartitionCommitTests {
  private let cluster: PartitionedCluster
  private let ledger: Ledger
  private let replica: Ledger

  init() async throws {
    cluster = try await PartitionedCluster()
    ledger = try await Ledger(on: cluster)
    replica = try await Ledger(on: cluster, schema: ledger.schema, partitions: [])
  }

  /// Once a question to the coordinator has an answer: that.
  private func seen<R: Sendable>(
    _ sql: String, _ row: @Sendable @escaping (any Row) -> R
  ) async throws -> R {
    while true {
      if let row = try await replica.database.read({ try await $0.first(sql, [], row) }) {
        return row
      }
    }
  }

  /// Commits on the coordinator wait for a standby of this name from now on; for none where it is empty.
  private func waitForStandby(_ name: String) async throws {
    let setting = "synchronous_standby_names"
    try await cluster.coordinator.configure("\(setting) = '\(name)'")
    _ = try await seen("SELECT 1 WHERE current_setting('\(setting)') = '\(name)'") { _ in }
    // It is the checkpointer that tells the others.
    _ = try await replica.database.read { try await $0.query("CHECKPOINT", []) { _ in } }
  }

  /// Nobody decides a write on this server meanwhile.
  private func holding<R: Sendable>(
    _ server: PostgreSQLCluster, _ body: @Sendable () async throws -> R
  ) async throws -> R {
    let database = try PostgreSQLDatabase(
      PostgreSQLTarget(server.connectionString), options: .patient)
    let result = try await database.read { reader in
      let tables = try await reader.query(
        "SELECT schemaname || '.customer_writes' FROM pg_tables WHERE tablename = 'customer_writes'",
        []
      ) { $0.text(0) }
      for statement in ["END", "BEGIN", "LOCK TABLE \(tables.joined(separator: ", "))"] {
        _ = try await reader.query(statement, []) { _ in }
      }
      return try await body()
    }
    await database.close()
    return result
  }

  @Test(.timeLimit(.minutes(5)))
  func `a write that another replica is about to keep is not told as one that failed`()
    async throws
  {
    let customer = try #require(try await ledger.customers()["east"])
    let (write, backend, name) = try await holding(cluster.servers[0]) { [self] in
      let write = Task { try await ledger.add("first", to: customer) }
      let name = try await seen("SELECT gid FROM pg_prepared_xacts") { $0.text(0) }
      let backend = try await seen(
        """
        SELECT pid FROM pg_stat_activity
        WHERE starts_with(query, 'PREPARE TRANSACTION') AND state = 'idle'
        """
      ) { pid_t($0.integer(0)) }
      kill(backend, SIGSTOP)
      return (write, backend, name)
    }
    defer { kill(backend, SIGCONT) }
    try await waitForStandby("nobody")
    let decision = try #require(PartitionDecision(name: name, schema: ledger.schema))
    let other = Task {
      let pool = try replica.database.pool()
      let connection = try await pool.lease()
      defer { pool.giveBack(connection) }
      return try await decision.settle(on: connection)
    }
    _ = try await seen(
      """
      SELECT pid FROM pg_stat_activity
      WHERE starts_with(query, 'COMMIT PREPARED') AND wait_event = 'SyncRep'
      """
    ) { _ in }
    kill(backend, SIGCONT)
    #expect(try await failure { _ = try await write.value }.code == .unknownOutcome)
    #expect(try await failure { try await ledger.add("second", to: customer) }.code == .busy)
    try await waitForStandby("")
    #expect(try await other.value == .kept)
    #expect(try await ledger.add("second", to: customer) == 2)
    #expect(try await ledger.faults([customer: ["first", "second"]]).isEmpty)
    for store in [ledger, replica] { await store.database.close() }
  }
}
