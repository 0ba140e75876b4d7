internal import CPostgres

/// Rows on their way into a table, by `COPY ... FROM STDIN`.
///
/// `@unchecked Sendable`: made by one task, and from then on touched by the connection's loop alone,
/// until `end` hands it back.
final class PostgreSQLCopy: @unchecked Sendable {
  enum Step {
    /// For what was sent before to be answered.
    case waiting
    /// The server was asked to take rows.
    case asked
    /// It takes them.
    case sending
    /// It was told that there are no more, or has refused to take any.
    case ending
  }

  /// What is handed to libpq at a time, and one turn of the loop's work: more of it would only grow
  /// libpq's buffer.
  private static let pieceLength = 65_536

  let sql: String
  var step = Step.waiting
  private(set) var isCancelled = false
  /// The first of all.
  private(set) var failure: PostgreSQLFailure?
  /// How many rows the server has taken.
  private(set) var count = 0
  private let insert: BulkInsert
  private let bytes: [UInt8]
  private var sent = 0
  private var finish: (() -> Void)?

  /// - Parameter bytes: the rows in `PostgreSQLCopyFormat`.
  init(_ insert: BulkInsert, _ bytes: [UInt8]) {
    self.insert = insert
    self.bytes = bytes
    sql = "COPY \(BulkInsert.quoted(insert.table)) (\(insert.list)) FROM STDIN (FORMAT binary)"
  }

  func whenFinished(_ finish: @escaping () -> Void) { self.finish = finish }

  func cancel() { isCancelled = true }

  func fail(_ failure: PostgreSQLFailure) {
    if self.failure == nil { self.failure = failure }
  }

  /// Tells who waits for it, once.
  func end() {
    let finish = finish
    self.finish = nil
    finish?()
  }

  /// Hands the next piece to libpq; after the last one, or a cancellation, the end.
  ///
  /// - Returns: false where libpq does not take it.
  func sendPiece(to handle: OpaquePointer) -> Bool {
    guard sent < bytes.count, !isCancelled else { return unsafe sendEnd(to: handle) }
    let length = min(bytes.count - sent, Self.pieceLength)
    let result = unsafe bytes.withUnsafeBytes { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
        unsafe PQputCopyData(
          handle, bytes.baseAddress.map { unsafe $0 + sent }, Int32(length))
      }
    }
    if result == 1 { sent += length }
    return result >= 0
  }

  /// With a reason the server takes nothing of it.
  private func sendEnd(to handle: OpaquePointer) -> Bool {
    let result = unsafe PQputCopyEnd(handle, isCancelled ? "the task was cancelled" : nil)
    if result == 1 { step = .ending }
    return result >= 0
  }

  /// Takes an answer of the server.
  func take(_ result: PostgreSQLResult) {
    switch unsafe PQresultStatus(result.handle) {
    case PGRES_COPY_IN: step = .sending
    case PGRES_COMMAND_OK: count = result.changedRows
    default:
      step = .ending
      var failure = unsafe PostgreSQLFailure(result.handle, doing: "copying")
      guard !isCancelled || failure.state != "57014" else { return fail(.cancelled) }
      if let row = Self.row(in: PostgreSQLFailure.context(result)) {
        failure.storage = insert.failure(failure.storage, at: row)
      }
      fail(failure)
    }
  }

  /// The number in "COPY note, line 3, column body", whatever language the server says it in.
  static func row(in context: String) -> Int? {
    guard let line = context.split(separator: "\n").first(where: { $0.hasPrefix("COPY ") }),
      let comma = line.firstIndex(of: ",")
    else { return nil }
    return Int(line[comma...].drop { !$0.isNumber }.prefix { $0.isNumber })
  }
}
