import Encryption
import Logging
import ServiceKit
import Storage

/// What is left of a customer who was erased: a chain that verifies, the proof of each consent, the
/// record of the erasure, and empty places in the change log.
extension ConsentStore {
  func erasures(
    _ logger: Logger, clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock
  ) -> Erasures {
    Erasures(database, vault.keys, logger: logger, clock: clock)
  }

  /// What ``Erasures`` is to delete.
  var deletion: Erasures.Deletion {
    { customer in
      let vault = try await vault.erasing(customer)
      return { writer in try await Self.delete(customer, vault, writer) }
    }
  }

  /// - Parameter vault: opens the entries for their proof; where the key is destroyed already, as of a
  ///   backup that was restored, there is none.
  static func delete(_ customer: String, _ vault: CustomerVault, _ writer: any Writer) async throws
  {
    for row in try await rows(of: customer, in: writer) where !row.payload.isEmpty {
      let line = try line(row, vault)
      let commitment = row.commitment ?? line?.commitment
      let proof = try line.flatMap { try LedgerEntry(canonical: $0.payload).proof }
      try await writer.execute(
        """
        UPDATE ledger SET request_id = $3, request_digest = $4, salt = $4, payload = $4,
          commitment = $5, proof = $6
        WHERE customer_id = $1 AND entry = $2
        """,
        [
          // No request has an id with a space in it.
          .text(customer), .integer(Int64(bitPattern: row.number)), .text("erased \(row.number)"),
          .blob([]), SQLValue(commitment), SQLValue(proof),
        ])
    }
    try await keepStatus(of: customer, writer)
  }

  private static func line(_ row: LedgerRow, _ vault: CustomerVault) throws -> LedgerLine? {
    if row.isPlain {
      return LedgerLine(
        number: row.number, salt: row.salt, payload: row.payload, hash: row.hash)
    }
    return vault.isErased ? nil : try row.line(vault)
  }

  private static func keepStatus(of customer: String, _ writer: any Writer) async throws {
    let empty = LedgerHead.empty
    try await writer.execute(
      """
      INSERT INTO subjects (customer_id, status, version, hash, recorded_at, record)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (customer_id) DO UPDATE SET status = excluded.status, record = excluded.record
      """,
      [
        .text(customer), .integer(Subject.Status.erased.rawValue),
        .integer(Int64(bitPattern: empty.version)), .blob(empty.hash),
        .integer(empty.recordedAt.microseconds), .blob(Subject().record),
      ])
  }
}
