import Storage

/// The marks of a move on both its sides.
///
/// They come in an order in which a move that is cut short between two of them is known for what it is:
/// file, schema, (copying), schema finished, file finished.
struct MoveMarks {
  let source: SQLiteDatabase
  let target: PostgreSQLDatabase
  let clock: @Sendable () -> Int64

  /// Marks both sides, or finds their marks.
  ///
  /// - Returns: whether the move had finished before.
  func begin(id: String) async throws -> Bool {
    let relations = try await target.relations()
    let isMarked = relations.contains(MoveMark.tableName)
    let entered = isMarked ? try await target.read { try await $0.moveMark() } : nil
    let left = try await Self.mark(of: source)
    try check(left, entered, relations)
    if left == nil {
      let mark = MoveMark(id: id, peer: target.description, begunAt: clock())
      try await source.write(customer: "") { try await $0.keep(mark) }
    }
    if entered == nil {
      let mark = MoveMark(id: left?.id ?? id, peer: source.path, begunAt: left?.begunAt ?? clock())
      try await target.begin(mark)
    }
    return entered?.finishedAt != nil
  }

  private func check(_ left: MoveMark?, _ entered: MoveMark?, _ relations: [String]) throws {
    let place = "\(target.description), schema \(target.schema)"
    if let entered, entered.id == left?.id { return }
    if let entered {
      throw StorageError(
        .constraint,
        "\(place) holds what was moved there from \(entered.peer), by another move than this one."
          + remedy)
    }
    guard relations.isEmpty else {
      throw StorageError(
        .constraint,
        "\(place) is not empty: it has \(relations.prefix(3).joined(separator: ", "))"
          + (relations.count > 3 ? " and \(relations.count - 3) more." : ".") + remedy)
    }
    if let left, left.finishedAt != nil || left.peer != target.description {
      throw StorageError(
        .constraint,
        "\(source.path) \(left.finishedAt == nil ? "is being" : "was") moved to \(left.peer), and"
          + " \(place) is empty. Name the former, or give that move up with --abandon")
    }
  }

  private var remedy: String {
    " If that is of no use any more: DROP SCHEMA \(target.schema) CASCADE"
  }

  /// Empties the tables of the schema, once: from then on what they hold was copied.
  func prepare(_ tables: [MovedTable]) async throws {
    let now = clock()
    try await target.write(customer: "") { writer in
      guard try await writer.moveMark()?.preparedAt == nil else { return }
      for table in tables { try await table.empty(writer) }
      try await writer.execute("UPDATE storage_move SET prepared_at = $1", [.integer(now)])
    }
  }

  /// - Parameter newest: the newest cursor that the file's change log has ever given.
  func finish(newest: Int64) async throws {
    let end = "UPDATE storage_move SET finished_at = $1 WHERE finished_at IS NULL"
    let now = SQLValue.integer(clock())
    try await target.write(customer: "") { writer in
      try await writer.beginChangeLog(behind: newest)
      try await writer.execute(end, [now])
    }
    try await source.write(customer: "") { writer in
      try await writer.execute(end, [now])
    }
  }

  /// - Returns: where the other side is.
  static func remove(from source: SQLiteDatabase) async throws -> String? {
    guard let mark = try await mark(of: source) else { return nil }
    try await source.write(customer: "") { writer in
      try await writer.execute("DROP TABLE storage_move", [])
    }
    return mark.peer
  }

  private static func mark(of source: SQLiteDatabase) async throws -> MoveMark? {
    try await source.read { reader in
      let isThere = try await reader.first(
        "SELECT 1 FROM sqlite_schema WHERE name = $1", [.text(MoveMark.tableName)]
      ) { _ in true }
      return isThere == true ? try await reader.moveMark() : nil
    }
  }
}
