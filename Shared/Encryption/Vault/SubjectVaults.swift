/// How personal data lie in a service's tables: as they are, or sealed under their subject's key.
public struct SubjectVaults: Sendable {
  /// The keys; nil where everything lies as it is.
  public let keys: SubjectKeys?

  /// Everything sealed under `keys`, or everything as it is.
  public init(_ keys: SubjectKeys?) { self.keys = keys }

  /// Whether data are sealed.
  public var isSealing: Bool { keys != nil }

  /// What opens a subject's data. Ask after the data were read: whoever stores them makes the key
  /// first.
  ///
  /// - Throws: ``EncryptionError`` with `wrongKey`, ``StorageError``; where there is no key any more, or
  ///   none yet, opening throws, not this.
  public func reading(_ customer: String) async throws -> SubjectVault {
    guard let keys else { return SubjectVault(customer, .plain) }
    do {
      return SubjectVault(
        customer, try await keys.key(of: customer).map { .sealed($0) } ?? .missing)
    } catch let error as EncryptionError where error.code == .destroyed {
      return SubjectVault(customer, .erased)
    }
  }

  /// The same for a subject who may be new: with a key that is on disk.
  ///
  /// - Throws: as ``reading(_:)``, and `destroyed` for a subject who was erased.
  public func writing(_ customer: String) async throws -> SubjectVault {
    guard let keys else { return SubjectVault(customer, .plain) }
    return SubjectVault(customer, .sealed(try await keys.keyForWriting(of: customer)))
  }
}
