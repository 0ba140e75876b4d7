internal import CPostgres

extension PostgreSQLSession {
  /// By COPY: the server takes rows as fast as they come, without a statement for each.
  @discardableResult
  func insert(_ rows: [[SQLValue]], into table: String, _ columns: [String]) async throws -> Int {
    let insert = try BulkInsert(rows, into: table, columns)
    guard !rows.isEmpty else { return 0 }
    // It also begins the transaction, where that has not been done.
    let shape = try await perform(
      PostgreSQLCommand(
        sql: "SELECT \(insert.list) FROM \(BulkInsert.quoted(table)) LIMIT 0"))
    let bytes = try PostgreSQLCopyFormat.encode(rows, insert, types: shape.types)
    do throws(PostgreSQLFailure) {
      let count = try await connection.copy(PostgreSQLCopy(insert, bytes))
      noteChange(of: count)
      return count
    } catch {
      fail(error)
      throw error.seen
    }
  }
}
