import Encryption
import ServiceKit
import Storage

/// How personal data lie in the tables: as they are, or sealed under their customer's key, with scores
/// under a name that only the key gives.
struct Vault: Sendable {
  private let subjects: SubjectVaults

  /// Everything as it is.
  static let plain = Vault(subjects: SubjectVaults(nil))

  private init(subjects: SubjectVaults) { self.subjects = subjects }

  /// Everything sealed.
  init(_ keys: SubjectKeys) { subjects = SubjectVaults(keys) }

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
    case response = "responses.content"
    case summary = "summaries.summary"
    case change = "change_log.detail"
  }

  private static let service = "survey"
  private let subject: SubjectVault

  init(_ subject: SubjectVault) { self.subject = subject }

  var isErased: Bool { subject.isErased }

  /// - Parameter row: what tells the row from the customer's others.
  func seal(_ bytes: [UInt8], _ column: Column, row: String = "") throws -> [UInt8] {
    try subject.seal(bytes, in: Self.service, column.rawValue, row: Array(row.utf8))
  }

  func open(_ stored: [UInt8], _ column: Column, row: String = "") throws -> [UInt8] {
    try subject.open(stored, in: Self.service, column.rawValue, row: Array(row.utf8))
  }

  /// What the table of scores has in place of the customer: scores are counted in SQL, one voice each.
  func respondent() throws -> String {
    try subject.key()?.pseudonym(for: "survey.respondent") ?? subject.customer
  }

  /// What it has in place of a response's id.
  func response(_ id: String) throws -> String {
    try subject.key()?.pseudonym(for: "survey.response", id) ?? id
  }
}
