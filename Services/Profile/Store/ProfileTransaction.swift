import Messages
import Storage

/// The statements that may be run in one transaction on a customer's data.
struct ProfileTransaction {
  let writer: any Writer

  func owners(of identifiers: [ProfileV1.Identifier]) async throws -> [String?] {
    var owners: [String?] = []
    for each in identifiers { owners.append(try await ProfileStore.owner(writer, of: each)) }
    return owners
  }

  func profile(_ customer: String) async throws -> ProfileV1.Profile? {
    let body = try await writer.first(
      "SELECT body FROM profiles WHERE customer_id = $1", [.text(customer)]
    ) { $0.blob(0) }
    return try body.map { try ProfileV1.Profile(decoding: $0) }
  }

  func save(_ profile: ProfileV1.Profile) async throws {
    try await writer.execute(
      """
      INSERT INTO profiles (customer_id, version, body) VALUES ($1, $2, $3)
      ON CONFLICT (customer_id) DO UPDATE SET version = excluded.version, body = excluded.body
      """,
      [
        .text(profile.customerId), .integer(Int64(clamping: profile.version)),
        .blob(profile.encoded()),
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
        .text(identifier.kind), .text(identifier.value), .text(customer),
        SQLValue(identifier.expiresAt?.microseconds),
      ])
  }

  /// Whether this very fact was recorded before.
  func isKnown(_ fact: ProfileV1.Attribute, of customer: String) async throws -> Bool {
    try await writer.first(
      "SELECT 1 FROM attribute_values WHERE customer_id = $1 AND name = $2 AND rank = $3",
      [.text(customer), .text(fact.name), .blob(AttributeRank(fact).bytes)]
    ) { _ in true } ?? false
  }

  func record(_ fact: ProfileV1.Attribute, of customer: String) async throws {
    try await writer.execute(
      "INSERT INTO attribute_values (customer_id, name, rank, body) VALUES ($1, $2, $3, $4)",
      [
        .text(customer), .text(fact.name), .blob(AttributeRank(fact).bytes),
        .blob(fact.encoded()),
      ])
  }

  /// The event of an id, with the customer it happened to.
  func event(_ id: String) async throws -> (customer: String, event: ProfileV1.Event)? {
    let row = try await writer.first(
      "SELECT customer_id, body FROM events WHERE event_id = $1", [.text(id)]
    ) { ($0.text(0), $0.blob(1)) }
    guard let row else { return nil }
    return (row.0, try ProfileV1.Event(decoding: row.1))
  }

  func record(_ event: ProfileV1.Event, of customer: String) async throws {
    try await writer.execute(
      """
      INSERT INTO events (customer_id, occurred_at, event_id, type, body)
      VALUES ($1, $2, $3, $4, $5)
      """,
      [
        .text(customer), .integer(event.occurredAt?.microseconds ?? 0), .text(event.id),
        .text(event.type), .blob(event.encoded()),
      ])
  }

  func append(_ change: ProfileV1.ProfileChange, kind: String, of customer: String) async throws {
    try await writer.appendChange(customer: customer, kind: kind, detail: change.encoded())
  }
}
