/// What a database keeps of its move to another engine, in one row: the same on both sides.
///
/// As long as it stands, the side left is written by nobody; the side entered is served by nobody before
/// the move has finished.
package struct MoveMark: Sendable, Equatable {
  /// The move's own, a random one: by it the two sides know each other.
  package var id: String
  /// Where the other side is, for people.
  package var peer: String
  /// Microseconds since 1970.
  package var begunAt: Int64
  /// When the side entered was ready to be copied to; of the side left, never.
  package var preparedAt: Int64?
  /// When both sides were found to be the same.
  package var finishedAt: Int64?

  /// A move that has just begun.
  package init(id: String, peer: String, begunAt: Int64) {
    self.id = id
    self.peer = peer
    self.begunAt = begunAt
  }

  init(row: any Row) {
    self.init(id: row.text(0), peer: row.text(1), begunAt: row.integer(2))
    preparedAt = row.optionalInteger(3)
    finishedAt = row.optionalInteger(4)
  }

  package static let tableName = "storage_move"

  /// On every engine; it stands by itself, in no migration.
  package static let table = """
    CREATE TABLE storage_move (
      id TEXT NOT NULL PRIMARY KEY, peer TEXT NOT NULL, begun_at BIGINT NOT NULL,
      prepared_at BIGINT, finished_at BIGINT)
    """

  static let question =
    "SELECT id, peer, begun_at, prepared_at, finished_at FROM storage_move"

  /// Why a database that was left is not opened.
  var refusalOfTheSideLeft: StorageError {
    finishedAt == nil
      ? StorageError(
        .busy,
        "the data are being moved to \(peer): finish that with cameo db move, or give it up with"
          + " cameo db move --abandon")
      : StorageError(
        .io,
        "the data were moved to \(peer): set database to it. Only if nothing was written there,"
          + " cameo db move --abandon brings this file back")
  }

  /// Why a database that is not whole yet is not served.
  var refusalOfTheSideEntered: StorageError {
    StorageError(
      .busy, "the move from \(peer) has not finished: start cameo db move again, and it goes on")
  }
}

extension Reader {
  /// The mark of a database that has the table.
  package func moveMark() async throws -> MoveMark? {
    try await first(MoveMark.question, [], MoveMark.init(row:))
  }
}

extension Writer {
  /// Makes the table, and keeps a mark in it.
  package func keep(_ mark: MoveMark) async throws {
    try await execute(MoveMark.table, [])
    try await execute(
      "INSERT INTO storage_move (id, peer, begun_at) VALUES ($1, $2, $3)",
      [.text(mark.id), .text(mark.peer), .integer(mark.begunAt)])
  }
}

extension SQLiteDatabase {
  /// - Throws: ``StorageError`` if the data were moved away, or are on their way.
  static func refuseIfLeft(_ connection: Connection) throws(StorageError) {
    let mark: MoveMark?
    do {
      let isThere = try connection.rows(
        "SELECT 1 FROM sqlite_schema WHERE name = $1", [.text(MoveMark.tableName)]
      ) { _ in true }
      guard !isThere.isEmpty else { return }
      mark = try connection.rows(MoveMark.question, [], MoveMark.init(row:)).first
    } catch let error as StorageError {
      throw error
    } catch {
      throw StorageError(.sql, "\(error)")
    }
    if let mark { throw mark.refusalOfTheSideLeft }
  }
}
