import Messages
import Storage

/// What the service keeps, and all of its SQL.
struct ProfileStore: Sendable {
  let database: any Database

  func migrate() async throws {
    try await database.migrate(Migrations.all)
  }

  /// The stored bytes of a profile, nil when there is no such customer.
  func encodedProfile(_ customer: String) async throws -> [UInt8]? {
    try await database.read { reader in
      try await reader.first(
        "SELECT body FROM profiles WHERE customer_id = $1", [.text(customer)]
      ) { $0.blob(0) }
    }
  }

  func exists(_ customer: String) async throws -> Bool {
    try await database.read { reader in
      try await reader.first(
        "SELECT 1 FROM profiles WHERE customer_id = $1", [.text(customer)]
      ) { _ in true } ?? false
    }
  }

  /// The owner of an identifier at a time (a cookie names nobody after it has expired).
  func owner(of key: IdentifierKey, at time: Google.Timestamp) async throws -> String? {
    try await database.read { try await Self.owner($0, of: key, at: time) }
  }

  /// The owners of identifiers at the times they were seen, in their order.
  func owners(of identifiers: [ProfileV1.Identifier]) async throws -> [String?] {
    try await database.read { reader in
      var owners: [String?] = []
      for each in identifiers { owners.append(try await Self.owner(reader, of: each)) }
      return owners
    }
  }

  static func owner(_ reader: any Reader, of identifier: ProfileV1.Identifier) async throws
    -> String?
  {
    let key = IdentifierKey(kind: identifier.kind, value: identifier.value)
    return try await owner(reader, of: key, at: identifier.observedAt ?? Google.Timestamp())
  }

  private static func owner(
    _ reader: any Reader, of key: IdentifierKey, at time: Google.Timestamp
  ) async throws -> String? {
    try await reader.first(
      """
      SELECT customer_id FROM identifiers
      WHERE kind = $1 AND value = $2 AND (expires_at IS NULL OR expires_at > $3)
      """, [.text(key.kind), .text(key.value), .integer(time.microseconds)]
    ) { $0.text(0) }
  }

  /// Runs `body` in a transaction: all of it is kept, or nothing.
  func write<Result: Sendable>(
    customer: String,
    _ body: @escaping @Sendable (ProfileTransaction) async throws -> Result
  ) async throws -> Result {
    try await database.write(customer: customer) { try await body(ProfileTransaction(writer: $0)) }
  }
}
