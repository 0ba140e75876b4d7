import Encryption

/// How personal data lie in the tables: as they are, or sealed under their customer's key, with keyed
/// hashes where something has to be found.
struct Vault: Sendable {
  private struct Hashes: Sendable {
    var identifiers: KeyedHash
    var ranks: KeyedHash
    var requests: KeyedHash
  }

  private let subjects: SubjectVaults
  private let hashes: Hashes?

  /// Everything as it is.
  static let plain = Vault(subjects: SubjectVaults(nil), hashes: nil)

  private init(subjects: SubjectVaults, hashes: Hashes?) {
    (self.subjects, self.hashes) = (subjects, hashes)
  }

  /// Everything sealed.
  init(_ keys: SubjectKeys) throws {
    subjects = SubjectVaults(keys)
    hashes = Hashes(
      identifiers: try keys.index.hash(for: "profile.identifiers"),
      ranks: try keys.index.hash(for: "profile.ranks"),
      requests: try keys.index.hash(for: "profile.requests"))
  }

  var isSealing: Bool { subjects.isSealing }
  var keys: SubjectKeys? { subjects.keys }

  /// What opens a customer's data. Without a key there is nothing to open, or somebody lost it.
  func reading(_ customer: String) async throws -> CustomerVault {
    CustomerVault(try await subjects.reading(customer), hashes?.ranks)
  }

  /// The same for a customer who may be new.
  func writing(_ customer: String) async throws -> CustomerVault {
    CustomerVault(try await subjects.writing(customer), hashes?.ranks)
  }

  /// What the table of identifiers has in place of a value.
  func lookUp(kind: String, value: String) throws -> String {
    guard let hashes else { return value }
    return hexadecimal(try hashes.identifiers.hash(kind, value))
  }

  /// What the table of requests has in place of a digest, from which a short request could be guessed.
  func digest(_ digest: [UInt8]) throws -> [UInt8] {
    try hashes?.requests.digest(digest) ?? digest
  }
}

/// Seals and opens what is one customer's.
struct CustomerVault: Sendable {
  /// Columns that are sealed. Their names are sealed along: they never change.
  enum Column: String {
    case profile = "profiles.body"
    case attribute = "attribute_values.body"
    case event = "events.body"
    case reply = "requests.reply"
  }

  private static let service = "profile"
  private let subject: SubjectVault
  private let ranks: KeyedHash?

  init(_ subject: SubjectVault, _ ranks: KeyedHash?) {
    (self.subject, self.ranks) = (subject, ranks)
  }

  /// As it is.
  init(plain customer: String) { self.init(SubjectVault(customer, .plain), nil) }

  var customer: String { subject.customer }

  /// - Parameter row: what tells the row from the customer's others.
  func seal(_ bytes: [UInt8], _ column: Column, row: [UInt8] = []) throws -> [UInt8] {
    try checkIsThere()
    return try subject.seal(bytes, in: Self.service, column.rawValue, row: row)
  }

  func open(_ stored: [UInt8], _ column: Column, row: [UInt8] = []) throws -> [UInt8] {
    try checkIsThere()
    return try subject.open(stored, in: Self.service, column.rawValue, row: row)
  }

  /// What the table has in place of an attribute's rank (``AttributeRank``), which holds the value: its
  /// first ten bytes, precedence and time, so that it sorts as before, and a hash of all of it, so that
  /// two equal facts are one row. Facts of one name, time and provenance sort by chance.
  func rank(_ rank: [UInt8], name: String) throws -> [UInt8] {
    try checkIsThere()
    guard let ranks, try subject.key() != nil else { return rank }
    let hash = try ranks.digest(Array("\(customer)\0\(name)\0".utf8) + rank)
    return Array(rank.prefix(Self.sortedRankBytes)) + hash[..<KeyedHash.count]
  }

  private static let sortedRankBytes = 10

  /// Somebody whose key was destroyed is refused as the rules refuse, in an import by their row alone.
  private func checkIsThere() throws(Refusal) {
    if subject.isErased { throw .erased }
  }
}
