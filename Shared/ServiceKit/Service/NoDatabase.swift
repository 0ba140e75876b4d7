import Storage

/// Stands where a service without migrations would have its data.
struct NoDatabase: Database {
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

  func changes(after cursor: Int64, customer: String?, limit: Int) async throws -> [Change] {
    throw NoDatabase.error
  }

  func waitForChange(after cursor: Int64) async throws -> Int64 {
    throw NoDatabase.error
  }

  func migrate(_ migrations: [Migration]) async throws {
    throw NoDatabase.error
  }

  func close() async {}

  private static let error = StorageError(.sql, "this service has no migrations, so no database")
}
