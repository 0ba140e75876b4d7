import Storage

/// The consent service's tables: the ledger, and what decisions read of it.
struct ConsentStore: Sendable {
  let database: any Database
  let vault: Vault

  /// - Parameter database: one that has ``Migrations/all``.
  init(_ database: any Database, vault: Vault = .plain) {
    (self.database, self.vault) = (database, vault)
  }

  /// What a decision needs of a subject; for one never heard of, nothing on record.
  func state(of customer: String) async throws -> SubjectState {
    guard let row = try await database.read({ try await SubjectRow.find(customer, in: $0) })
    else { return SubjectState() }
    let vault = try await vault.reading(customer)
    if let state = try row.state(vault) { return state }
    return try await database.read { try await Self.told(row, of: customer, vault, in: $0) }
  }

  /// The subject as recorded by an instant, told by the ledger alone.
  ///
  /// - Throws: ``Refusal/erased``: the past of whoever was erased is gone.
  func state(of customer: String, asOf instant: Instant) async throws -> SubjectState {
    let (row, lines) = try await database.scan { reader in
      (
        try await SubjectRow.find(customer, in: reader),
        try await Self.rows(of: customer, recordedBy: instant, in: reader)
      )
    }
    let vault = try await vault.reading(customer)
    if try row?.isErased(vault) ?? false { throw Refusal.erased }
    return try Self.replay(lines, vault)
  }

  /// Recomputes a subject's chain and compares it with where it was left.
  func verify(_ customer: String) async throws -> LedgerChain.Finding {
    let (row, lines) = try await database.scan { reader in
      (
        try await SubjectRow.find(customer, in: reader),
        try await Self.rows(of: customer, in: reader)
      )
    }
    let (head, vault) = (row?.head ?? .empty, try await vault.reading(customer))
    if try row?.isErased(vault) ?? false {
      return LedgerChain.verify(erased: lines.map(\.erased), against: head)
    }
    return LedgerChain.verify(
      try lines.map { try $0.lineOrBroken(vault) }, of: customer, against: head)
  }
}

extension ConsentStore {
  static func state(of customer: String, _ vault: CustomerVault, in reader: any Reader) async throws
    -> SubjectState
  {
    guard let row = try await SubjectRow.find(customer, in: reader) else { return SubjectState() }
    if let state = try row.state(vault) { return state }
    return try await told(row, of: customer, vault, in: reader)
  }

  /// What the ledger tells of a subject whose record cannot be read.
  private static func told(
    _ row: SubjectRow, of customer: String, _ vault: CustomerVault, in reader: any Reader
  ) async throws -> SubjectState {
    var state = try replay(try await rows(of: customer, in: reader), vault)
    state.subject.status = try row.knownStatus()
    return state
  }

  /// More than a ledger can come to hold: its bound, and each no of every scope once more.
  private static let mostLines: Int64 = 130_000

  static func rows(
    of customer: String, recordedBy instant: Instant? = nil, in reader: any Reader
  ) async throws -> [LedgerRow] {
    let sql = """
      SELECT \(LedgerRow.columns) FROM ledger
      WHERE customer_id = $1 AND recorded_at <= $2 ORDER BY entry LIMIT $3
      """
    let latest = instant?.microseconds ?? .max
    return try await reader.query(
      sql, [.text(customer), .integer(latest), .integer(mostLines)], LedgerRow.init)
  }

  private static func replay(_ rows: [LedgerRow], _ vault: CustomerVault) throws -> SubjectState {
    var state = SubjectState()
    for row in rows {
      let entry = try LedgerEntry(canonical: try row.line(vault).payload)
      state.subject.apply(entry, number: row.number)
      state.head = LedgerHead(version: row.number, hash: row.hash, recordedAt: entry.recordedAt)
    }
    return state
  }
}
