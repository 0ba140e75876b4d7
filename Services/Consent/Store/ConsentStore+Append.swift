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
    var draft = draft
    draft.digest = try vault.digest(draft.digest)
    let (sealed, vault) = (draft, try await vault.writing(draft.customer))
    return try await database.write(customer: draft.customer) { writer in
      let draft = sealed
      if let earlier = try await Self.earlier(draft, vault, in: writer) { return earlier }
      let state = try await Self.state(of: draft.customer, vault, in: writer)
      let appended = try state.appending(draft, now: now, salt: salt)
      try await Self.insert(appended, digest: draft.digest, vault, in: writer)
      try await Self.keep(appended.state, of: draft.customer, vault, in: writer)
      let change = describe(appended)
      try await writer.appendChange(
        customer: draft.customer, kind: change.kind,
        detail: try vault.seal(change.detail, .change, row: change.kind))
      return Receipt(entry: appended.entry, head: appended.state.head)
    }
  }

  private static func earlier(_ draft: Draft, _ vault: CustomerVault, in reader: any Reader)
    async throws -> Receipt?
  {
    let sql = """
      SELECT \(LedgerRow.columns) FROM ledger WHERE customer_id = $1 AND request_id = $2
      """
    let row = try await reader.first(
      sql, [.text(draft.customer), .text(draft.request)], LedgerRow.init)
    guard let row else { return nil }
    guard row.digest == draft.digest else { throw Refusal.requestTaken(draft.request) }
    let entry = try LedgerEntry(canonical: try row.line(vault).payload)
    return Receipt(entry: entry, head: row.head)
  }

  private static func insert(
    _ appended: Appended, digest: [UInt8], _ vault: CustomerVault, in writer: any Writer
  ) async throws {
    let line = appended.line
    let stored = try line.stored(vault)
    try await writer.execute(
      """
      INSERT INTO ledger
        (customer_id, entry, request_id, request_digest, recorded_at, salt, payload, hash,
         commitment)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """,
      [
        .text(appended.entry.customer), .integer(Int64(bitPattern: line.number)),
        .text(appended.entry.request), .blob(digest),
        .integer(appended.entry.recordedAt.microseconds), .blob(stored.salt),
        .blob(stored.payload), .blob(line.hash), .blob(line.commitment),
      ])
  }

  private static func keep(
    _ state: SubjectState, of customer: String, _ vault: CustomerVault, in writer: any Writer
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
        .integer(state.head.recordedAt.microseconds),
        .blob(try vault.seal(state.subject.record, .record)),
      ])
  }
}
