import Storage
import TestKit

/// A transaction of another process that holds a customer.
final class HeldCustomer: Sendable {
  private let database: PostgreSQLDatabase
  private let gate = Signal()
  private let holder: Task<Void, any Error>

  init(_ customer: String, in schema: String, of server: PostgreSQLCluster) async throws {
    var options = PostgreSQLOptions()
    options.schema = schema
    // It sits in its transaction for as long as the test takes.
    options.statementTime = .seconds(600)
    let database = try PostgreSQLDatabase(
      PostgreSQLTarget(server.connectionString), options: options)
    let (begun, gate) = (Signal(), gate)
    holder = Task {
      try await database.write(customer: customer) { writer in
        _ = try await writer.query("SELECT 1", []) { _ in }
        begun.send()
        await gate.wait()
      }
    }
    self.database = database
    await begun.wait()
  }

  /// Whether somebody comes to wait for the customer before `call` has ended.
  func isWaited<R: Sendable>(till call: Task<R, any Error>) async throws -> Bool {
    let hasEnded = Signal()
    Task {
      _ = await call.result
      hasEnded.send()
    }
    while !hasEnded.isSent { if try await waiters() > 0 { return true } }
    return false
  }

  /// Returns when nobody waits for the customer.
  func isFree() async throws { while try await waiters() > 0 { await Task.yield() } }

  func release() async throws {
    gate.send()
    try await holder.value
    await database.close()
  }

  private func waiters() async throws -> Int64 {
    try await database.read { reader in
      try await reader.first(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'", []
      ) { $0.integer(0) } ?? 0
    }
  }
}
