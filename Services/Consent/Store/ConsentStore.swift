import Storage

/// The consent service's tables: the ledger, and what decisions read of it.
struct ConsentStore: Sendable {
  let database: any Database

  /// - Parameter database: one that has ``Migrations/all``.
  init(_ database: any Database) { self.database = database }

  /// What a decision needs of a subject; for one never heard of, nothing on record.
  func state(of customer: String) async throws -> SubjectState {
    try await database.read { try await Self.state(of: customer, in: $0) }
  }

  /// The subject as recorded by an instant, told by the ledger alone.
  func state(of customer: String, asOf instant: Instant) async throws -> SubjectState {
    try await database.scan { reader in
      try Self.replay(try await Self.lines(of: customer, recordedBy: instant, in: reader))
    }
  }

  /// Recomputes a subject's chain and compares it with where it was left.
  func verify(_ customer: String) async throws -> LedgerChain.Finding {
    try await database.scan { reader in
      let head = try await Self.head(of: customer, in: reader)
      let lines = try await Self.lines(of: customer, in: reader)
      return LedgerChain.verify(lines, of: customer, against: head)
    }
  }
}

extension ConsentStore {
  static func state(of customer: String, in reader: any Reader) async throws -> SubjectState {
    let sql =
      "SELECT status, version, hash, recorded_at, record FROM subjects WHERE customer_id = $1"
    let row = try await reader.first(sql, [.text(customer)]) { row in
      (
        status: row.integer(0), head: LedgerHead(row, from: 1),
        record: row.blob(4)
      )
    }
    guard let row else { return SubjectState() }
    guard let status = Subject.Status(rawValue: row.status) else {
      throw LedgerFormatError(text: "no status of a subject has the number \(row.status)")
    }
    if let subject = try? Subject(status: status, record: row.record) {
      return SubjectState(head: row.head, subject: subject)
    }
    // Another version of this software made the record: the ledger tells the same.
    var state = try replay(try await lines(of: customer, in: reader))
    state.subject.status = status
    return state
  }

  private static func head(of customer: String, in reader: any Reader) async throws -> LedgerHead {
    let sql = "SELECT version, hash, recorded_at FROM subjects WHERE customer_id = $1"
    return try await reader.first(sql, [.text(customer)]) { LedgerHead($0, from: 0) } ?? .empty
  }

  /// More than a ledger can come to hold: its bound, and each no of every scope once more.
  private static let mostLines: Int64 = 130_000

  private static func lines(
    of customer: String, recordedBy instant: Instant? = nil, in reader: any Reader
  ) async throws -> [LedgerLine] {
    let sql = """
      SELECT entry, salt, payload, hash FROM ledger
      WHERE customer_id = $1 AND recorded_at <= $2 ORDER BY entry LIMIT $3
      """
    let latest = instant?.microseconds ?? .max
    return try await reader.query(
      sql, [.text(customer), .integer(latest), .integer(mostLines)]
    ) { row in
      LedgerLine(
        number: UInt64(bitPattern: row.integer(0)), salt: row.blob(1), payload: row.blob(2),
        hash: row.blob(3))
    }
  }

  private static func replay(_ lines: [LedgerLine]) throws -> SubjectState {
    var state = SubjectState()
    for line in lines {
      let entry = try LedgerEntry(canonical: line.payload)
      state.subject.apply(entry, number: line.number)
      state.head = LedgerHead(
        version: line.number, hash: line.hash, recordedAt: entry.recordedAt)
    }
    return state
  }
}

extension LedgerHead {
  /// Three columns: version, hash, recorded_at.
  fileprivate init(_ row: any Row, from column: Int) {
    self.init(
      version: UInt64(bitPattern: row.integer(column)), hash: row.blob(column + 1),
      recordedAt: Instant(microseconds: row.integer(column + 2)))
  }
}
