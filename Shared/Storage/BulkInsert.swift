/// What a bulk insert is about, and how its errors are told: alike on every engine.
struct BulkInsert {
  let table: String
  let columns: [String]
  let count: Int

  /// - Throws: ``StorageError`` with `sql` where a row has not one value for each column.
  init(_ rows: [[SQLValue]], into table: String, _ columns: [String]) throws(StorageError) {
    self.table = table
    self.columns = columns
    count = rows.count
    for (number, row) in rows.enumerated() where row.count != columns.count {
      throw failure(
        StorageError(.sql, "\(row.count) values for \(columns.count) columns"), at: number + 1)
    }
  }

  /// The columns as SQL names them.
  var list: String { columns.map(Self.quoted).joined(separator: ", ") }

  /// The failure of a row, counted from 1.
  func failure(_ failure: StorageError, at row: Int) -> StorageError {
    StorageError(
      failure.code, "row \(row) of \(count) for \(table): \(failure.message)",
      underlying: failure.underlying)
  }

  static func quoted(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }
}
