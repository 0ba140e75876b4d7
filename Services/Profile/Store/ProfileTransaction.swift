import Messages
import Storage

/// The statements that may be run in one transaction on a customer's data.
struct ProfileTransaction {
  let writer: any Writer
  let vault: Vault
  let vaults: [CustomerVault]

  /// - Throws: ``FactWriter/Moved`` where the transaction was begun without this customer's key.
  func vault(of customer: String) throws -> CustomerVault {
    if !vault.isSealing { return CustomerVault(plain: customer) }
    guard let vault = vaults.first(where: { $0.customer == customer }) else {
      throw FactWriter.Moved()
    }
    return vault
  }

  func owners(of identifiers: [ProfileV1.Identifier]) async throws -> [String?] {
    try await ProfileStore.owners(writer, of: identifiers, vault)
  }

  func profile(_ customer: String) async throws -> ProfileV1.Profile? {
    let body = try await writer.first(
      "SELECT body FROM profiles WHERE customer_id = $1", [.text(customer)]
    ) { $0.blob(0) }
    let vault = try vault(of: customer)
    return try body.map { try ProfileV1.Profile(decoding: vault.open($0, .profile)) }
  }

  /// Why there is no profile of a customer.
  func absence(of customer: String) async throws -> Refusal {
    try await ProfileStore.absence(of: customer, in: writer)
  }

  func save(_ profile: ProfileV1.Profile) async throws {
    try await writer.execute(
      """
      INSERT INTO profiles (customer_id, version, body) VALUES ($1, $2, $3)
      ON CONFLICT (customer_id) DO UPDATE SET version = excluded.version, body = excluded.body
      """,
      [
        .text(profile.customerId), .integer(Int64(clamping: profile.version)),
        .blob(try vault(of: profile.customerId).seal(profile.encoded(), .profile)),
      ])
  }

  /// Makes the customer the identifier's owner. The caller has seen that nobody else is.
  func claim(_ identifier: ProfileV1.Identifier, for customer: String) async throws {
    try await writer.execute(
      """
      INSERT INTO identifiers (kind, value, customer_id, expires_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (kind, value) DO UPDATE
      SET customer_id = excluded.customer_id, expires_at = excluded.expires_at
      """,
      [
        .text(identifier.kind),
        .text(try vault.lookUp(kind: identifier.kind, value: identifier.value)), .text(customer),
        SQLValue(identifier.expiresAt?.microseconds),
      ])
  }

  /// Whether this very fact was recorded before.
  func isKnown(_ fact: ProfileV1.Attribute, of customer: String) async throws -> Bool {
    try await writer.first(
      "SELECT 1 FROM attribute_values WHERE customer_id = $1 AND name = $2 AND rank = $3",
      [.text(customer), .text(fact.name), .blob(try rank(fact, of: customer))]
    ) { _ in true } ?? false
  }

  func record(_ fact: ProfileV1.Attribute, of customer: String) async throws {
    let rank = try rank(fact, of: customer)
    try await writer.execute(
      "INSERT INTO attribute_values (customer_id, name, rank, body) VALUES ($1, $2, $3, $4)",
      [
        .text(customer), .text(fact.name), .blob(rank),
        .blob(try vault(of: customer).seal(fact.encoded(), .attribute, row: rank)),
      ])
  }

  private func rank(_ fact: ProfileV1.Attribute, of customer: String) throws -> [UInt8] {
    try vault(of: customer).rank(AttributeRank(fact).bytes, name: fact.name)
  }

  /// The customer to whom the event of an id happened, and when.
  func place(ofEvent id: String) async throws -> (customer: String, occurredAt: Int64)? {
    try await writer.first(
      "SELECT customer_id, occurred_at FROM event_owners WHERE event_id = $1", [.text(id)]
    ) { ($0.text(0), $0.integer(1)) }
  }

  /// The stored event at a place.
  func event(_ id: String, of customer: String, at occurredAt: Int64) async throws -> [UInt8] {
    try await writer.first(
      "SELECT body FROM events WHERE customer_id = $1 AND occurred_at = $2 AND event_id = $3",
      [.text(customer), .integer(occurredAt), .text(id)]
    ) { $0.blob(0) } ?? []
  }

  func open(event stored: [UInt8], _ id: String, of customer: String) throws -> ProfileV1.Event {
    try ProfileV1.Event(
      decoding: vault(of: customer).open(stored, .event, row: Array(id.utf8)))
  }

  func record(_ event: ProfileV1.Event, of customer: String) async throws {
    try await writer.execute(
      "INSERT INTO event_owners (event_id, customer_id, occurred_at) VALUES ($1, $2, $3)",
      [.text(event.id), .text(customer), .integer(event.occurredAt?.microseconds ?? 0)])
    try await store(event, of: customer)
  }

  /// Puts an event whose id is the customer's into the timeline.
  func store(_ event: ProfileV1.Event, of customer: String) async throws {
    try await writer.execute(
      """
      INSERT INTO events (customer_id, occurred_at, event_id, type, body)
      VALUES ($1, $2, $3, $4, $5)
      """,
      [
        .text(customer), .integer(event.occurredAt?.microseconds ?? 0), .text(event.id),
        .text(event.type),
        .blob(try vault(of: customer).seal(event.encoded(), .event, row: Array(event.id.utf8))),
      ])
  }

  func append(_ change: ProfileV1.ProfileChange, kind: String, of customer: String) async throws {
    try await writer.appendChange(customer: customer, kind: kind, detail: change.encoded())
  }
}
