extension PostgreSQLDatabase {
  /// The tables and views of this database's schema, whoever's they are; none where there is no schema.
  package func relations() async throws -> [String] {
    let schema = schema
    return try await read { reader in
      try await reader.query(
        """
        SELECT relname::text FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = $1 AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S') ORDER BY 1
        """, [.text(schema)]
      ) { $0.text(0) }
    }
  }

  /// Makes the schema, where it is missing, with nothing in it but a mark.
  package func begin(_ mark: MoveMark) async throws {
    let schema = schema
    try await write(customer: "") { writer in
      try await writer.execute("CREATE SCHEMA IF NOT EXISTS \"\(schema)\"", [])
      try await writer.keep(mark)
    }
  }

  /// The columns of a table, in their order.
  package func columns(of table: String) async throws -> [String] {
    let schema = schema
    return try await read { reader in
      try await reader.query(
        """
        SELECT column_name::text FROM information_schema.columns
        WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position
        """, [.text(schema), .text(table)]
      ) { $0.text(0) }
    }
  }
}

extension Writer {
  /// Has a change log on PostgreSQL go on behind a cursor that another engine gave: every later entry has
  /// a greater one, so a consumer that has come this far misses nothing and sees nothing twice.
  package func beginChangeLog(behind cursor: Int64) async throws {
    try await execute(PostgreSQLChangeLog.beginning, [.integer(cursor)])
  }
}
