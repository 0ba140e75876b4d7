import Encryption

/// How personal data lie in the tables: as they are, or sealed under their customer's key, with keyed
/// hashes where something has to be found.
struct Vault: Sendable {
  private struct Sealing: Sendable {
    var keys: SubjectKeys
    var identifiers: KeyedHash
    var ranks: KeyedHash
    var requests: KeyedHash
  }

  private let sealing: Sealing?

  /// Everything as it is.
  static let plain = Vault(sealing: nil)

  private init(sealing: Sealing?) { self.sealing = sealing }

  /// Everything sealed.
  init(_ keys: SubjectKeys) throws {
    sealing = Sealing(
      keys: keys, identifiers: try keys.index.hash(for: "profile.identifiers"),
      ranks: try keys.index.hash(for: "profile.ranks"),
      requests: try keys.index.hash(for: "profile.requests"))
  }

  var isSealing: Bool { sealing != nil }

  /// What opens a customer's data. Without a key there is nothing to open, or somebody lost it.
  func reading(_ customer: String) async throws -> CustomerVault {
    guard let sealing else { return CustomerVault(customer: customer, .plain) }
    do {
      let key = try await sealing.keys.key(of: customer)
      return CustomerVault(customer: customer, key.map { .sealed($0, sealing.ranks) } ?? .missing)
    } catch let error as EncryptionError where error.code == .destroyed {
      return CustomerVault(customer: customer, .erased)
    }
  }

  /// The same for a customer who may be new.
  func writing(_ customer: String) async throws -> CustomerVault {
    guard let sealing else { return CustomerVault(customer: customer, .plain) }
    let key = try await sealing.keys.keyForWriting(of: customer)
    return CustomerVault(customer: customer, .sealed(key, sealing.ranks))
  }

  /// What the table of identifiers has in place of a value.
  func lookUp(kind: String, value: String) throws -> String {
    guard let sealing else { return value }
    return try sealing.identifiers.hash(kind, value).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// What the table of requests has in place of a digest, from which a short request could be guessed.
  func digest(_ digest: [UInt8]) throws -> [UInt8] {
    try sealing?.requests.digest(digest) ?? digest
  }
}

/// Seals and opens what is one customer's.
struct CustomerVault: Sendable {
  enum State: Sendable {
    case plain
    case sealed(SubjectKey, KeyedHash)
    /// There should be a key, and is none.
    case missing
    /// The key was destroyed: whatever there still is of theirs is noise, and refused as such.
    case erased
  }

  /// Columns that are sealed. Their names are sealed along: they never change.
  enum Column: String {
    case profile = "profiles.body"
    case attribute = "attribute_values.body"
    case event = "events.body"
    case reply = "requests.reply"
  }

  let customer: String
  private let state: State

  init(customer: String, _ state: State) {
    (self.customer, self.state) = (customer, state)
  }

  /// - Parameter row: what tells the row from the customer's others.
  func seal(_ bytes: [UInt8], _ column: Column, row: [UInt8] = []) throws -> [UInt8] {
    switch state {
    case .plain: bytes
    case .sealed(let key, _): try key.seal(bytes, at: place(column, row))
    case .missing: throw noKey
    case .erased: throw Self.erased
    }
  }

  func open(_ stored: [UInt8], _ column: Column, row: [UInt8] = []) throws -> [UInt8] {
    switch state {
    case .plain: stored
    case .sealed(let key, _): try key.open(stored, at: place(column, row))
    case .missing: throw noKey
    case .erased: throw Self.erased
    }
  }

  /// What the table has in place of an attribute's rank (``AttributeRank``), which holds the value: its
  /// first ten bytes, precedence and time, so that it sorts as before, and a hash of all of it, so that
  /// two equal facts are one row. Facts of one name, time and provenance sort by chance.
  func rank(_ rank: [UInt8], name: String) throws -> [UInt8] {
    switch state {
    case .plain: rank
    case .sealed(_, let hash):
      Array(rank.prefix(Self.sortedRankBytes))
        + (try hash.digest(Array("\(customer)\0\(name)\0".utf8) + rank)[..<KeyedHash.count])
    case .missing: throw noKey
    case .erased: throw Self.erased
    }
  }

  private static let erased = Refusal(
    .notFound, field: "customer_id", rule: "erased", "the customer was erased")

  private static let sortedRankBytes = 10

  private func place(_ column: Column, _ row: [UInt8]) -> Place {
    Place(customer: customer, table: "profile", column: column.rawValue, row: row)
  }

  private var noKey: EncryptionError {
    EncryptionError(
      .missing,
      "there is no key of \(customer), though data of theirs are sealed: restore the key database")
  }
}
