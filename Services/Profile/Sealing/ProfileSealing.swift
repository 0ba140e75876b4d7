import Encryption
import Logging
import Messages
import ServiceKit
import Storage

/// Seals what was stored before encryption was switched on.
struct ProfileSealing {
  let store: ProfileStore
  let logger: Logger
  let clock: @Sendable () -> Int64

  var record: SealingRecord {
    SealingRecord(store.database, of: ProfileService.name, whole: "profiles", clock: clock)
  }

  /// - Throws: ``ConfigurationError`` if data are sealed and no key is set, or another.
  func prepare() async throws {
    try await record.prepare(store.vault.keys, customersIn: "profiles", logger) {
      try await store.erasures(logger, clock: clock).recover(ProfileStore.deletion)
    } seal: {
      try await CustomerSealing(store: store).run($0)
    } rest: {
      ["requests": "\(try await forgetRequests())"]
    }
  }

  /// Answers that were kept for requests that may come again are forgotten: not all say whose they are.
  /// For a week after, a request repeated from before is done again, which all of the service's facts
  /// permit: the same fact twice is one. Of several replicas that start the first does so, and those
  /// behind it leave what it has kept since.
  private func forgetRequests() async throws -> Int {
    try await record.note("requests") { try await $0.execute("DELETE FROM requests", []) }
  }
}

/// Seals what is stored of one customer.
struct CustomerSealing {
  let store: ProfileStore

  func run(_ customer: String) async throws {
    let vault = try await store.vault.writing(customer)
    try await store.write(customer: customer, vaults: [vault]) { transaction in
      guard let profile = try await body(transaction.writer, customer),
        !SealedPayload.isSealed(profile)
      else { return }
      try await sealIdentifiers(transaction, customer)
      try await sealAttributes(transaction, customer)
      try await sealEvents(transaction, customer)
      try await transaction.save(ProfileV1.Profile(decoding: profile))
    }
  }

  private func body(_ writer: any Writer, _ customer: String) async throws -> [UInt8]? {
    try await writer.first(
      "SELECT body FROM profiles WHERE customer_id = $1", [.text(customer)]
    ) { $0.blob(0) }
  }

  private func sealIdentifiers(_ transaction: ProfileTransaction, _ customer: String) async throws {
    let identifiers = try await transaction.writer.query(
      "SELECT kind, value FROM identifiers WHERE customer_id = $1", [.text(customer)]
    ) { ($0.text(0), $0.text(1)) }
    for (kind, value) in identifiers {
      try await transaction.writer.execute(
        "UPDATE identifiers SET value = $3 WHERE kind = $1 AND value = $2",
        [
          .text(kind), .text(value),
          .text(try transaction.vault.lookUp(kind: kind, value: value)),
        ])
    }
  }

  private func sealAttributes(_ transaction: ProfileTransaction, _ customer: String) async throws {
    let facts = try await transaction.writer.query(
      "SELECT body FROM attribute_values WHERE customer_id = $1", [.text(customer)]
    ) { try ProfileV1.Attribute(decoding: $0.blob(0)) }
    try await transaction.writer.execute(
      "DELETE FROM attribute_values WHERE customer_id = $1", [.text(customer)])
    for fact in facts { try await transaction.record(fact, of: customer) }
  }

  private func sealEvents(_ transaction: ProfileTransaction, _ customer: String) async throws {
    let events = try await transaction.writer.query(
      "SELECT body FROM events WHERE customer_id = $1", [.text(customer)]
    ) { try ProfileV1.Event(decoding: $0.blob(0)) }
    try await transaction.writer.execute(
      "DELETE FROM events WHERE customer_id = $1", [.text(customer)])
    for event in events { try await transaction.store(event, of: customer) }
  }
}
