import Storage

/// What a write answers with: its own entry, also when it is asked again.
struct Receipt: Equatable, Sendable {
  var entry: LedgerEntry
  var head: LedgerHead
}

extension ConsentStore {
  /// Adds an entry to the subject's ledger and tells the change log, all or nothing.
  ///
  /// A request id that was used before with the same content gives the first receipt.
  ///
  /// - Parameter describe: the change log's kind and detail of an entry.
  func append(
    _ draft: Draft, now: Instant, salt: [UInt8],
    describe: @escaping @Sendable (Appended) -> (kind: String, detail: [UInt8])
  ) async throws -> Receipt {
    try await database.write(customer: draft.customer) { writer in
      if let earlier = try await Self.earlier(draft, in: writer) { return earlier }
      let state = try await Self.state(of: draft.customer, in: writer)
      let appended = try state.appending(draft, now: now, salt: salt)
      try await Self.insert(appended, digest: draft.digest, in: writer)
      try await Self.keep(appended.state, of: draft.customer, in: writer)
      let change = describe(appended)
      try await writer.appendChange(
        customer: draft.customer, kind: change.kind, detail: change.detail)
      return Receipt(entry: appended.entry, head: appended.state.head)
    }
  }

  private static func earlier(_ draft: Draft, in reader: any Reader) async throws -> Receipt? {
    let sql = """
      SELECT request_digest, entry, payload, hash FROM ledger
      WHERE customer_id = $1 AND request_id = $2
      """
    let row = try await reader.first(sql, [.text(draft.customer), .text(draft.request)]) { row in
      (
        digest: row.blob(0), number: UInt64(bitPattern: row.integer(1)), payload: row.blob(2),
        hash: row.blob(3)
      )
    }
    guard let row else { return nil }
    guard row.digest == draft.digest else { throw Refusal.requestTaken(draft.request) }
    let entry = try LedgerEntry(canonical: row.payload)
    return Receipt(
      entry: entry,
      head: LedgerHead(version: row.number, hash: row.hash, recordedAt: entry.recordedAt))
  }

  private static func insert(
    _ appended: Appended, digest: [UInt8], in writer: any Writer
  ) async throws {
    let line = appended.line
    try await writer.execute(
      """
      INSERT INTO ledger
        (customer_id, entry, request_id, request_digest, recorded_at, salt, payload, hash)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      [
        .text(appended.entry.customer), .integer(Int64(bitPattern: line.number)),
        .text(appended.entry.request), .blob(digest),
        .integer(appended.entry.recordedAt.microseconds), .blob(line.salt), .blob(line.payload),
        .blob(line.hash),
      ])
  }

  private static func keep(
    _ state: SubjectState, of customer: String, in writer: any Writer
  ) async throws {
    try await writer.execute(
      """
      INSERT INTO subjects (customer_id, status, version, hash, recorded_at, record)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (customer_id) DO UPDATE SET
        version = excluded.version, hash = excluded.hash,
        recorded_at = excluded.recorded_at, record = excluded.record
      """,
      [
        .text(customer), .integer(state.subject.status.rawValue),
        .integer(Int64(bitPattern: state.head.version)), .blob(state.head.hash),
        .integer(state.head.recordedAt.microseconds), .blob(state.subject.record),
      ])
  }
}
