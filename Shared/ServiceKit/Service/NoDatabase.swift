import Storage

/// Stands where a service without migrations would have its data.
struct NoDatabase: Database {
  let condition = DatabaseCondition()

  func read<R: Sendable>(_ body: @Sendable (any Reader) async throws -> R) async throws -> R {
    throw NoDatabase.error
  }

  func scan<R: Sendable>(_ body: @Sendable @escaping (any Reader) async throws -> R) async throws
    -> R
  {
    throw NoDatabase.error
  }

  func write<R: Sendable>(
    customer: String, _ body: @Sendable @escaping (any Writer) async throws -> R
  ) async throws -> R {
    throw NoDatabase.error
  }

  func snapshot<R: Sendable>(
    within limit: Duration, _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R {
    throw NoDatabase.error
  }

  func backUp(
    to path: String, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> BackupReport {
    throw NoDatabase.error
  }

  func findings(
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> [IntegrityFinding] {
    throw NoDatabase.error
  }

  func changes(after cursor: Int64, customer: String?, limit: Int) async throws -> [Change] {
    throw NoDatabase.error
  }

  func waitForChange(after cursor: Int64) async throws -> Int64 {
    throw NoDatabase.error
  }

  func migrate(
    _ migrations: [Migration], progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws {
    throw NoDatabase.error
  }

  func close() async {}

  private static let error = StorageError(.sql, "this service has no migrations, so no database")
}
