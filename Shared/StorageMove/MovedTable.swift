import Storage

/// A table of the side left, as the side entered must have it too.
struct MovedTable: Sendable, Equatable {
  let name: String
  let columns: [String]
  /// The columns of its primary key, in the key's order: rows are copied and compared in this order,
  /// which both engines keep alike (whole numbers, texts and bytes byte by byte).
  let key: [String]

  /// What follows `key` in the order of keys, or the first rows.
  func page(
    of database: any Database, after key: [SQLValue]?, limit: Int
  ) async throws -> [[SQLValue]] {
    let bounds = key.map { "WHERE (\(list(self.key))) > (\(places($0.count)))" } ?? ""
    let sql = """
      SELECT \(list(columns)) FROM \(quoted(name)) \(bounds)
      ORDER BY \(list(self.key)) LIMIT $\((key?.count ?? 0) + 1)
      """
    return try await database.read { reader in
      try await reader.query(sql, (key ?? []) + [.integer(Int64(limit))]) { row in
        columns.indices.map { row.value($0) }
      }
    }
  }

  /// The key of a row of `page`.
  func key(of row: [SQLValue]) -> [SQLValue] {
    key.compactMap { name in columns.firstIndex(of: name).map { row[$0] } }
  }

  /// The last key there is; nil in an empty table.
  func lastKey(_ reader: any Reader) async throws -> [SQLValue]? {
    let order = key.map { "\(quoted($0)) DESC" }.joined(separator: ", ")
    return try await reader.first(
      "SELECT \(list(key)) FROM \(quoted(name)) ORDER BY \(order) LIMIT 1", []
    ) { row in key.indices.map { row.value($0) } }
  }

  func count(_ reader: any Reader) async throws -> Int {
    try await reader.first("SELECT count(*) FROM \(quoted(name))", []) { Int($0.integer(0)) } ?? 0
  }

  /// Takes out what a migration has put in: the side left has it too, as it is now.
  func empty(_ writer: any Writer) async throws {
    try await writer.execute("DELETE FROM \(quoted(name))", [])
  }

  private func list(_ names: [String]) -> String {
    names.map(quoted).joined(separator: ", ")
  }

  private func places(_ count: Int) -> String {
    (1...count).map { "$\($0)" }.joined(separator: ", ")
  }

  private func quoted(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }
}

extension MovedTable {
  /// What is each side's own: what was applied there, the move itself, and what a full disk is tried with.
  private static let ownTables: Set<String> = [
    "schema_migrations", MoveMark.tableName, "storage_probe",
  ]

  /// All tables that are to be moved, by name.
  static func all(in source: SQLiteDatabase) async throws -> [MovedTable] {
    try await source.read { reader in
      let names = try await reader.query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
          + " ORDER BY name", []
      ) { $0.text(0) }
      var tables: [MovedTable] = []
      for name in names where !ownTables.contains(name) {
        tables.append(try await table(name, reader))
      }
      return tables
    }
  }

  private static func table(_ name: String, _ reader: any Reader) async throws -> MovedTable {
    let columns = try await reader.query(
      "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid", [.text(name)]
    ) { (name: $0.text(0), place: $0.integer(1)) }
    let key = columns.filter { $0.place > 0 }.sorted { $0.place < $1.place }
    guard !key.isEmpty else {
      throw StorageError(
        .unsupported, "table \(name) has no primary key, by which rows could be told apart")
    }
    return MovedTable(name: name, columns: columns.map(\.name), key: key.map(\.name))
  }
}
