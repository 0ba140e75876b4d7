extension PartitionedWriter {
  /// A statement for each row: COPY into a foreign table sends no more than a row at a time either, and
  /// only a statement says which customer's server it is for.
  @discardableResult
  func insert(_ rows: [[SQLValue]], into table: String, _ columns: [String]) async throws -> Int {
    let insert = try BulkInsert(rows, into: table, columns)
    let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    let sql = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
    var count = 0
    for (index, row) in rows.enumerated() {
      do {
        count += try await execute(sql, row)
      } catch let error as StorageError {
        throw insert.failure(error, at: index + 1)
      }
    }
    return count
  }
}
