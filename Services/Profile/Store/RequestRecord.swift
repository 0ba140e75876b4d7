import Messages
import Storage

/// What was answered to a request id: the key to doing a repeated request once.
struct RequestRecord: Sendable {
  var digest: [UInt8]
  /// nil: the work was begun and not finished.
  var reply: [UInt8]?
}

extension ProfileStore {
  /// What makes a request the same as another, in the form in which this store keeps it.
  func key(_ id: String, of request: some Message) throws -> RequestKey {
    var key = try RequestKey(id, of: request)
    key.digest = try vault.digest(key.digest)
    return key
  }

  func request(_ id: String) async throws -> RequestRecord? {
    guard try await database.read({ try await RequestRecord.find($0, id) }) != nil else {
      return nil
    }
    // Asked again where answers are as safe as what is kept: a read may see what one disk alone has.
    let found = try await database.write(customer: "") { try await RequestRecord.find($0, id) }
    guard var record = found else { return nil }
    guard vault.isSealing, let stored = record.reply.map(StoredReply.init) else { return record }
    record.reply =
      stored.isNobodys
      ? stored.plain : try stored.open(try await vault.reading(stored.customer), request: id)
    return record
  }

  /// How long a request id is remembered.
  private static let requestLife = 7 * Instants.dayMicroseconds
  /// Those forgotten in one transaction: about two milliseconds of SQLite's writer.
  private static let requestBatch: Int64 = 500

  /// Forgets what was answered longer ago than a week.
  ///
  /// Not a part of each write: two writes that forget the same one would meet, whoever they are about.
  ///
  /// - Parameter now: microseconds since 1970.
  func forgetRequests(now: Int64) async throws {
    var count: Int
    repeat {
      count = try await database.write(customer: "") { writer in
        try await writer.execute(
          """
          DELETE FROM requests WHERE request_id IN (
            SELECT request_id FROM requests WHERE at < $1 ORDER BY at LIMIT $2)
          """, [.integer(now - Self.requestLife), .integer(Self.requestBatch)])
      }
    } while count == Self.requestBatch
  }
}

extension ProfileTransaction {
  func request(_ id: String) async throws -> RequestRecord? {
    guard var record = try await RequestRecord.find(writer, id) else { return nil }
    guard vault.isSealing, let stored = record.reply.map(StoredReply.init) else { return record }
    record.reply =
      stored.isNobodys
      ? stored.plain : try stored.open(try vault(of: stored.customer), request: id)
    return record
  }

  /// - Parameter customer: whose data the reply holds; nil where it holds nobody's.
  func remember(
    _ id: String, _ record: RequestRecord, of customer: String?, at now: Google.Timestamp
  ) async throws {
    var record = record
    if vault.isSealing {
      let vault = try customer.map { try self.vault(of: $0) }
      record.reply = try record.reply.map { try StoredReply.seal($0, vault, request: id) }
    }
    try await writer.execute(
      """
      INSERT INTO requests (request_id, digest, reply, at, customer_id)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (request_id) DO UPDATE SET reply = excluded.reply
      """,
      [
        .text(id), .blob(record.digest), SQLValue(record.reply), .integer(now.microseconds),
        SQLValue(customer),
      ])
  }
}

extension RequestRecord {
  fileprivate static func find(_ reader: any Reader, _ id: String) async throws -> RequestRecord? {
    try await reader.first(
      "SELECT digest, reply FROM requests WHERE request_id = $1", [.text(id)]
    ) { RequestRecord(digest: $0.blob(0), reply: $0.optionalBlob(1)) }
  }
}
