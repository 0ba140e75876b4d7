import Storage

/// Where a subject's ledger stands, and the digest of it that decisions read.
struct SubjectRow: Sendable {
  private static let sql =
    "SELECT status, version, hash, recorded_at, record FROM subjects WHERE customer_id = $1"

  var head: LedgerHead
  private let status: Int64
  private let record: [UInt8]

  static func find(_ customer: String, in reader: any Reader) async throws -> SubjectRow? {
    try await reader.first(sql, [.text(customer)], SubjectRow.init)
  }

  private init(_ row: any Row) {
    status = row.integer(0)
    head = LedgerHead(
      version: UInt64(bitPattern: row.integer(1)), hash: row.blob(2),
      recordedAt: Instant(microseconds: row.integer(3)))
    record = row.blob(4)
  }

  func knownStatus() throws(LedgerFormatError) -> Subject.Status {
    guard let known = Subject.Status(rawValue: status) else {
      throw LedgerFormatError(text: "no status of a subject has the number \(status)")
    }
    return known
  }

  /// Whether nothing but the head is left, or can be read.
  func isErased(_ vault: CustomerVault) throws -> Bool {
    try knownStatus() == .erased || vault.isErased
  }

  /// nil where another version of this software made the record: the ledger tells the same.
  func state(_ vault: CustomerVault) throws -> SubjectState? {
    if try isErased(vault) { return SubjectState(head: head, subject: Subject(status: .erased)) }
    let opened = try vault.open(record, .record)
    let subject = try? Subject(status: try knownStatus(), record: opened)
    return subject.map { SubjectState(head: head, subject: $0) }
  }
}
