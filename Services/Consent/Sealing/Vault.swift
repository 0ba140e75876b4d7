import Encryption
import ServiceKit
import Storage

/// How personal data lie in the tables: as they are, or sealed under their customer's key, with keyed
/// hashes where something has to be compared.
struct Vault: Sendable {
  private let subjects: SubjectVaults
  private let requests: KeyedHash?

  /// Everything as it is.
  static let plain = Vault(subjects: SubjectVaults(nil), requests: nil)

  private init(subjects: SubjectVaults, requests: KeyedHash?) {
    (self.subjects, self.requests) = (subjects, requests)
  }

  /// Everything sealed.
  init(_ keys: SubjectKeys) throws {
    subjects = SubjectVaults(keys)
    requests = try keys.index.hash(for: "consent.requests")
  }

  var isSealing: Bool { subjects.isSealing }
  var keys: SubjectKeys? { subjects.keys }

  /// What opens a customer's data. Without a key there is nothing to open, or somebody lost it.
  func reading(_ customer: String) async throws -> CustomerVault {
    CustomerVault(try await subjects.reading(customer))
  }

  /// The same for a customer who may be new.
  func writing(_ customer: String) async throws -> CustomerVault {
    CustomerVault(try await subjects.writing(customer))
  }

  /// The same for one who is to be erased. Who has no key gets one now, so that a first write that comes
  /// in between seals with that, and can be opened for its proof.
  func erasing(_ customer: String) async throws -> CustomerVault {
    let vault = try await subjects.reading(customer)
    guard case .missing = vault.state else { return CustomerVault(vault) }
    return try await writing(customer)
  }

  /// What the ledger has in place of a request's digest, from which a short request could be guessed.
  func digest(_ digest: [UInt8]) throws -> [UInt8] { try requests?.digest(digest) ?? digest }

  /// What a change says; nothing where its customer was erased.
  func detail(of change: Change) async throws -> [UInt8] {
    guard isSealing, !change.customer.isEmpty, !change.detail.isEmpty,
      change.kind != ErasureTable.changeKind
    else { return change.detail }
    let vault = try await reading(change.customer)
    return vault.isErased ? [] : try vault.open(change.detail, .change, row: change.kind)
  }
}

/// Seals and opens what is one customer's.
struct CustomerVault: Sendable {
  /// Columns that are sealed. Their names are sealed along: they never change.
  enum Column: String {
    /// Salt and payload in one.
    case entry = "ledger.payload"
    case record = "subjects.record"
    case change = "change_log.detail"
  }

  private static let service = "consent"
  private let subject: SubjectVault

  init(_ subject: SubjectVault) { self.subject = subject }

  var isErased: Bool { subject.isErased }
  var isSealing: Bool {
    if case .plain = subject.state { false } else { true }
  }

  /// - Parameter row: what tells the row from the customer's others.
  func seal(_ bytes: [UInt8], _ column: Column, row: String = "") throws -> [UInt8] {
    try subject.seal(bytes, in: Self.service, column.rawValue, row: Array(row.utf8))
  }

  func open(_ stored: [UInt8], _ column: Column, row: String = "") throws -> [UInt8] {
    try subject.open(stored, in: Self.service, column.rawValue, row: Array(row.utf8))
  }
}
