import Messages
import Storage

/// What the service keeps, and all of its SQL.
struct ProfileStore: Sendable {
  let database: any Database
  var vault = Vault.plain

  func migrate() async throws {
    try await database.migrate(Migrations.all)
  }

  /// The encoded profile, as it was stored before it was sealed.
  ///
  /// - Throws: ``Refusal`` where there is no such customer.
  func encodedProfile(_ customer: String) async throws -> [UInt8] {
    let stored = try await database.read { reader in
      let stored = try await reader.first(
        "SELECT body FROM profiles WHERE customer_id = $1", [.text(customer)]
      ) { $0.blob(0) }
      guard let stored else { throw try await Self.absence(of: customer, in: reader) }
      return stored
    }
    return try await vault.reading(customer).open(stored, .profile)
  }

  /// - Throws: ``Refusal`` where there is no such customer.
  func checkExists(_ customer: String) async throws {
    try await database.read { reader in
      guard try await Self.exists(customer, in: reader) else {
        throw try await Self.absence(of: customer, in: reader)
      }
    }
  }

  /// The owner of an identifier at a time (a cookie names nobody after it has expired).
  func owner(of key: IdentifierKey, at time: Google.Timestamp) async throws -> String? {
    try await database.read { try await Self.owner($0, of: key, at: time, vault) }
  }

  /// The owners of identifiers at the times they were seen, in their order.
  func owners(of identifiers: [ProfileV1.Identifier]) async throws -> [String?] {
    try await database.read { try await Self.owners($0, of: identifiers, vault) }
  }

  static func owners(
    _ reader: any Reader, of identifiers: [ProfileV1.Identifier], _ vault: Vault
  ) async throws -> [String?] {
    var owners: [String?] = []
    for each in identifiers {
      let key = IdentifierKey(kind: each.kind, value: each.value)
      let time = each.observedAt ?? Google.Timestamp()
      owners.append(try await owner(reader, of: key, at: time, vault))
    }
    return owners
  }

  private static func owner(
    _ reader: any Reader, of key: IdentifierKey, at time: Google.Timestamp, _ vault: Vault
  ) async throws -> String? {
    try await reader.first(
      """
      SELECT customer_id FROM identifiers
      WHERE kind = $1 AND value = $2 AND (expires_at IS NULL OR expires_at > $3)
      """,
      [
        .text(key.kind), .text(try vault.lookUp(kind: key.kind, value: key.value)),
        .integer(time.microseconds),
      ]
    ) { $0.text(0) }
  }

  /// Runs `body` in a transaction: all of it is kept, or nothing.
  ///
  /// - Parameter vaults: of the customers whose data it may touch; their keys lie in another database,
  ///   which a transaction does not wait for.
  func write<Result: Sendable>(
    customer: String, vaults: [CustomerVault],
    _ body: @escaping @Sendable (ProfileTransaction) async throws -> Result
  ) async throws -> Result {
    try await database.write(customer: customer) { writer in
      try await body(ProfileTransaction(writer: writer, vault: vault, vaults: vaults))
    }
  }
}
