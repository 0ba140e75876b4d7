import Messages
import Storage

/// What was answered to a request id: the key to doing a repeated request once.
struct RequestRecord: Sendable {
  var digest: [UInt8]
  /// nil: the work was begun and not finished.
  var reply: [UInt8]?
}

extension ProfileStore {
  func request(_ id: String) async throws -> RequestRecord? {
    try await database.read { try await RequestRecord.find($0, id) }
  }
}

extension ProfileTransaction {
  /// How long a request id is remembered.
  private static let lifeMicroseconds = 7 * Instants.dayMicroseconds
  /// Each write also forgets a few old ones, so that the table stays as long as a week is.
  private static let forgottenPerWrite: Int64 = 4

  func request(_ id: String) async throws -> RequestRecord? {
    try await RequestRecord.find(writer, id)
  }

  func remember(_ id: String, _ record: RequestRecord, at now: Google.Timestamp) async throws {
    try await writer.execute(
      """
      INSERT INTO requests (request_id, digest, reply, at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (request_id) DO UPDATE SET reply = excluded.reply
      """,
      [.text(id), .blob(record.digest), SQLValue(record.reply), .integer(now.microseconds)])
    try await writer.execute(
      """
      DELETE FROM requests WHERE request_id IN (
        SELECT request_id FROM requests WHERE at < $1 ORDER BY at LIMIT $2)
      """,
      [.integer(now.microseconds - Self.lifeMicroseconds), .integer(Self.forgottenPerWrite)])
  }
}

extension RequestRecord {
  fileprivate static func find(_ reader: any Reader, _ id: String) async throws -> RequestRecord? {
    try await reader.first(
      "SELECT digest, reply FROM requests WHERE request_id = $1", [.text(id)]
    ) { RequestRecord(digest: $0.blob(0), reply: $0.optionalBlob(1)) }
  }
}
