import Synchronization

/// Which tables of a schema are spread over servers, as the coordinator knows it; and what that means
/// for each statement of the stores.
final class PartitionLayout: Sendable {
  private let tables: Set<String>
  private let statements = Mutex<[String: PartitionedStatement]>([:])

  var isSpread: Bool { !tables.isEmpty }

  init(tables: Set<String>) { self.tables = tables }

  static func read(_ reader: any Reader) async throws -> PartitionLayout {
    let names = try await reader.query(
      """
      SELECT relname::text FROM pg_class
      WHERE relkind = 'p' AND relnamespace = (SELECT current_schema())::regnamespace
      """, []
    ) { $0.text(0) }
    return PartitionLayout(tables: Set(names))
  }

  /// What a statement means; statements are literals of the stores, so each is looked at once.
  func statement(_ sql: String) throws(StorageError) -> PartitionedStatement {
    if let known = statements.withLock({ $0[sql] }) { return known }
    let statement = try PartitionedStatement(sql, spread: tables)
    statements.withLock { $0[sql] = statement }
    return statement
  }

  /// A part of a session's preparation. A plan that is made for all customers goes to all servers when
  /// it changes something, and fails with any that is away; one that is made for the values at hand goes
  /// to the customer's alone.
  static func planning(schema: String) -> String {
    """
    set_config('plan_cache_mode', CASE WHEN EXISTS (
        SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relkind = 'p' AND nspname = '\(schema)')
      THEN 'force_custom_plan' ELSE current_setting('plan_cache_mode') END, false)
    """
  }
}
