/// What SQLite can check of a database, table by table.
enum Integrity {
  /// More of a kind say nothing new.
  private static let most = 100

  static func findings(
    in connection: Connection, _ progress: (WorkProgress) -> Void
  ) throws -> [IntegrityFinding] {
    var findings: [IntegrityFinding] = []
    let tables = try noting("the schema", &findings) {
      try connection.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", []
      ) { $0.text(0) }
    }
    let checks = (tables ?? []).map { ($0, "integrity_check(\(quoted($0)))") } + fileChecks
    for (place, pragma) in checks.enumerated() {
      progress(WorkProgress(done: place, total: checks.count))
      let problems = try noting(pragma.0, &findings) { try check(pragma.1, connection) }
      findings += (problems ?? []).map { IntegrityFinding(place: pragma.0, problem: $0) }
    }
    progress(WorkProgress(done: checks.count, total: checks.count))
    return Array(findings.prefix(most))
  }

  /// The pages that are no table's, and rows that name rows which are not there.
  private static let fileChecks = [
    ("the file", "quick_check(\(most))"), ("foreign keys", "foreign_key_check"),
  ]

  private static func check(_ pragma: String, _ connection: Connection) throws -> [String] {
    let isOfKeys = pragma.hasPrefix("foreign")
    let answers = try connection.rows("PRAGMA \(pragma)", []) { row in
      isOfKeys
        ? "row \(row.integer(1)) of \(row.text(0)) names none of \(row.text(2))" : row.text(0)
    }
    return answers.filter { $0 != "ok" }
  }

  /// Damage that keeps SQLite from looking any further is a finding too.
  private static func noting<R>(
    _ place: String, _ findings: inout [IntegrityFinding], _ body: () throws -> R
  ) throws -> R? {
    do {
      return try body()
    } catch let error as StorageError where error.code == .corrupt {
      findings.append(IntegrityFinding(place: place, problem: error.message))
      return nil
    }
  }

  private static func quoted(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }
}

extension SQLiteDatabase {
  public func findings(
    progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> [IntegrityFinding] {
    let findings = try await Upkeep.run { [path, options] in
      let connection = try SQLiteDatabase.openReader(path, options)
      defer { connection.close() }
      return try Integrity.findings(in: connection, progress)
    }
    if let first = findings.first {
      condition.fail(StorageError(.corrupt, "the integrity check found \(first)"))
    }
    return findings
  }
}
