extension WriteSession {
  /// One prepared statement for all of them. The transaction is there already, and so costs nothing.
  @discardableResult
  func insert(_ rows: [[SQLValue]], into table: String, _ columns: [String]) async throws -> Int {
    try requireTransaction()
    let insert = try BulkInsert(rows, into: table, columns)
    let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    let sql = "INSERT INTO \(BulkInsert.quoted(table)) (\(insert.list)) VALUES (\(places))"
    for (number, row) in rows.enumerated() {
      do throws(StorageError) {
        try connection.run(sql, row)
      } catch {
        throw insert.failure(error, at: number + 1)
      }
    }
    return rows.count
  }
}
