import Encryption
import Logging
import Messages
import ServiceKit
import Storage

/// Seals what was stored before encryption was switched on.
struct ConsentSealing {
  let store: ConsentStore
  let logger: Logger
  let clock: @Sendable () -> Int64

  var record: SealingRecord {
    SealingRecord(store.database, of: ConsentService.name, whole: "ledger", clock: clock)
  }

  /// - Throws: ``ConfigurationError`` if data are sealed and no key is set, or another.
  func prepare() async throws {
    try await record.prepare(store.vault.keys, customersIn: "subjects", logger) {
      try await store.erasures(logger, clock: clock).recover(store.deletion)
    } seal: {
      try await CustomerSealing(store: store).run($0)
    }
  }
}

/// Seals what is stored of one customer.
struct CustomerSealing {
  let store: ConsentStore

  func run(_ customer: String) async throws {
    guard try await hasPlainLines(customer) else { return }
    let vault = try await store.vault.writing(customer)
    try await store.database.write(customer: customer) { writer in
      let rows = try await ConsentStore.rows(of: customer, in: writer)
      // Sealed, or erased, in the meantime.
      guard rows.contains(where: \.isPlain) else { return }
      for row in rows { try await seal(row, customer, vault, writer) }
      try await sealRecord(customer, vault, writer)
      try await SealingRecord.sealChanges(of: customer, in: writer) { kind, detail in
        try vault.seal(detail, .change, row: kind)
      }
    }
  }

  private func hasPlainLines(_ customer: String) async throws -> Bool {
    try await store.database.read { reader in
      try await reader.first(
        "SELECT 1 FROM ledger WHERE customer_id = $1 AND length(salt) > 0 LIMIT 1",
        [.text(customer)]
      ) { _ in true } ?? false
    }
  }

  private func seal(
    _ row: LedgerRow, _ customer: String, _ vault: CustomerVault, _ writer: any Writer
  ) async throws {
    let line = LedgerLine(number: row.number, salt: row.salt, payload: row.payload, hash: row.hash)
    let stored = try line.stored(vault)
    try await writer.execute(
      """
      UPDATE ledger SET request_digest = $3, salt = $4, payload = $5, commitment = $6
      WHERE customer_id = $1 AND entry = $2
      """,
      [
        .text(customer), .integer(Int64(bitPattern: row.number)),
        .blob(try store.vault.digest(row.digest)), .blob(stored.salt), .blob(stored.payload),
        .blob(line.commitment),
      ])
  }

  private func sealRecord(
    _ customer: String, _ vault: CustomerVault, _ writer: any Writer
  ) async throws {
    let plain = try await writer.first(
      "SELECT record FROM subjects WHERE customer_id = $1", [.text(customer)]
    ) { $0.blob(0) }
    guard let plain else { return }
    try await writer.execute(
      "UPDATE subjects SET record = $2 WHERE customer_id = $1",
      [.text(customer), .blob(try vault.seal(plain, .record))])
  }
}
