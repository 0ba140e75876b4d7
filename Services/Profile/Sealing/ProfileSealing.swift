import Encryption
import Logging
import Messages
import ServiceKit
import Storage

/// Brings stored data to the form that the operator chose, before the service serves: what was stored
/// before encryption was switched on is sealed. There is no way back but to a backup.
struct ProfileSealing {
  private static let customersAtOnce = 256

  let store: ProfileStore
  let logger: Logger
  let clock: @Sendable () -> Int64

  /// - Throws: ``ConfigurationError`` if data are sealed and no key is set.
  func prepare() async throws {
    let parts = try await done()
    guard store.vault.isSealing else {
      guard parts.isEmpty else {
        throw ConfigurationError(
          "the profile data are sealed: set encryption.key or encryption.key.command, and give the key"
            + " database back its place if it was moved (encryption.database)")
      }
      return
    }
    guard !parts.contains("profiles") else { return }
    // From the first sealed row on the key is needed.
    try await note("begun")
    let count = try await sealProfiles()
    let requests = try await sealRequests()
    try await note("profiles")
    logger.notice(
      "sealed what was stored", metadata: ["customers": "\(count)", "requests": "\(requests)"])
  }

  private func done() async throws -> Set<String> {
    Set(
      try await store.database.read { reader in
        try await reader.query("SELECT part FROM sealing", []) { $0.text(0) }
      })
  }

  func note(_ part: String) async throws {
    let now = clock()
    try await store.database.write(customer: "") { writer in
      try await writer.execute(
        "INSERT INTO sealing (part, at) VALUES ($1, $2) ON CONFLICT (part) DO NOTHING",
        [.text(part), .integer(now)])
    }
  }

  /// Every customer in a transaction of their own, many at the same time. One whose profile is sealed
  /// is done, so that it may be killed and started again.
  private func sealProfiles() async throws -> Int {
    var (last, count) = ("", 0)
    while true {
      let page = try await customers(after: last)
      guard let end = page.last else { return count }
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for customer in page {
          tasks.addTask { try await CustomerSealing(store: store).run(customer) }
        }
        try await tasks.waitForAll()
      }
      count += page.count
      last = end
      logger.info("sealing what was stored", metadata: ["customers": "\(count)"])
    }
  }

  private func customers(after last: String) async throws -> [String] {
    try await store.database.scan { reader in
      try await reader.query(
        "SELECT customer_id FROM profiles WHERE customer_id > $1 ORDER BY customer_id LIMIT $2",
        [.text(last), .integer(Int64(Self.customersAtOnce))]
      ) { $0.text(0) }
    }
  }

  /// Answers that were kept for requests that may come again are forgotten: whose they are is not
  /// written beside them. For a week after, a request repeated from before is done again, which all
  /// of the service's facts permit: the same fact twice is one.
  private func sealRequests() async throws -> Int {
    try await store.database.write(customer: "") { writer in
      try await writer.execute("DELETE FROM requests", [])
    }
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
