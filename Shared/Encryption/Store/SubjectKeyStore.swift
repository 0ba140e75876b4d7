import Storage

/// All SQL on the tables of keys. Each write touches one customer, as every transaction of a service
/// does.
struct SubjectKeyStore: Sendable {
  let database: any Database

  func find(_ customer: String) async throws -> StoredKey? {
    try await database.read { try await Self.find($0, customer) }
  }

  private static func find(_ reader: any Reader, _ customer: String) async throws -> StoredKey? {
    try await reader.first(
      "SELECT kek, wrapped FROM subject_key WHERE customer = $1", [.text(customer)]
    ) { StoredKey(kek: $0.text(0), wrapped: $0.optionalBlob(1)) }
  }

  /// Keeps a new key, unless there is one or was one; answers what is there then.
  func add(_ key: StoredKey, of customer: String, at now: Int64) async throws -> StoredKey {
    try await database.write(customer: customer) { writer in
      try await writer.execute(
        """
        INSERT INTO subject_key (customer, kek, wrapped, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (customer) DO NOTHING
        """, [.text(customer), .text(key.kek), SQLValue(key.wrapped), .integer(now)])
      return try await Self.find(writer, customer) ?? key
    }
  }

  /// Takes the key out and leaves that it was there. False: it had been done.
  func destroy(_ customer: String, at now: Int64) async throws -> Bool {
    try await database.write(customer: customer) { writer in
      try await writer.execute(
        """
        INSERT INTO subject_key (customer, kek, wrapped, created_at, destroyed_at)
        VALUES ($1, '', NULL, $2, $2)
        ON CONFLICT (customer) DO UPDATE SET kek = '', wrapped = NULL, destroyed_at = $2
        WHERE subject_key.destroyed_at IS NULL
        """, [.text(customer), .integer(now)]) > 0
    }
  }

  /// Replaces the wrapping, unless the key was destroyed or rewrapped meanwhile.
  func rewrap(_ customer: String, from old: StoredKey, to new: StoredKey) async throws {
    try await database.write(customer: customer) { writer in
      try await writer.execute(
        "UPDATE subject_key SET kek = $2, wrapped = $3 WHERE customer = $1 AND wrapped = $4",
        [.text(customer), .text(new.kek), SQLValue(new.wrapped), SQLValue(old.wrapped)])
    }
  }

  /// Keys under one key-encryption key, by customer.
  func page(under kek: String, after customer: String, limit: Int) async throws
    -> [(customer: String, key: StoredKey)]
  {
    try await database.scan { reader in
      try await reader.query(
        """
        SELECT customer, kek, wrapped FROM subject_key WHERE kek = $1 AND customer > $2
        ORDER BY customer LIMIT $3
        """, [.text(kek), .text(customer), .integer(Int64(limit))]
      ) { ($0.text(0), StoredKey(kek: $0.text(1), wrapped: $0.optionalBlob(2))) }
    }
  }

  /// Customers whose key was destroyed, in a range.
  func destroyed(after customer: String, upTo last: String) async throws -> [String] {
    try await database.scan { reader in
      try await reader.query(
        """
        SELECT customer FROM subject_key WHERE kek = '' AND customer > $1 AND customer <= $2
        ORDER BY customer
        """, [.text(customer), .text(last)]
      ) { $0.text(0) }
    }
  }

  func count(under kek: String) async throws -> Int {
    try await database.scan { reader in
      let count = try await reader.first(
        "SELECT count(*) FROM subject_key WHERE kek = $1", [.text(kek)]
      ) { Int($0.integer(0)) }
      return count ?? 0
    }
  }

  /// The key-encryption keys that wrap something: a jump along the index for each, not a walk over all
  /// customers.
  func keks() async throws -> [String] {
    try await database.scan { reader in
      var keks = try await reader.query("SELECT DISTINCT kek FROM service_key", []) { $0.text(0) }
      var last = ""
      while let next = try await reader.first(
        "SELECT kek FROM subject_key WHERE kek > $1 ORDER BY kek LIMIT 1", [.text(last)],
        { $0.text(0) })
      {
        keks.append(next)
        last = next
      }
      return Set(keks).sorted()
    }
  }

  func serviceKeys() async throws -> [(name: String, key: StoredKey)] {
    try await database.read { reader in
      try await reader.query("SELECT name, kek, wrapped FROM service_key ORDER BY name", []) {
        ($0.text(0), StoredKey(kek: $0.text(1), wrapped: $0.blob(2)))
      }
    }
  }

  /// Keeps a new key of the service unless there is one; answers what is there then.
  func addServiceKey(_ name: String, _ key: StoredKey) async throws -> StoredKey {
    try await database.write(customer: name) { writer in
      try await writer.execute(
        """
        INSERT INTO service_key (name, kek, wrapped) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO NOTHING
        """, [.text(name), .text(key.kek), SQLValue(key.wrapped)])
      let kept = try await writer.first(
        "SELECT kek, wrapped FROM service_key WHERE name = $1", [.text(name)]
      ) { StoredKey(kek: $0.text(0), wrapped: $0.blob(1)) }
      return kept ?? key
    }
  }

  func rewrapServiceKey(_ name: String, from old: StoredKey, to new: StoredKey) async throws {
    try await database.write(customer: name) { writer in
      try await writer.execute(
        "UPDATE service_key SET kek = $2, wrapped = $3 WHERE name = $1 AND wrapped = $4",
        [.text(name), .text(new.kek), SQLValue(new.wrapped), SQLValue(old.wrapped)])
    }
  }

  func isEmpty() async throws -> Bool {
    try await database.read { reader in
      try await reader.first("SELECT 1 FROM subject_key LIMIT 1", []) { _ in true } == nil
    }
  }
}
