/// Seals and opens what is one subject's.
public struct SubjectVault: Sendable {
  /// What there is to seal and open with.
  public enum State: Sendable {
    /// Data lie as they are.
    case plain
    case sealed(SubjectKey)
    /// There should be a key, and is none.
    case missing
    /// The key was destroyed: whatever there still is of theirs is noise.
    case erased
  }

  /// Whose data.
  public let customer: String
  /// With what.
  public let state: State

  /// A vault of a subject.
  public init(_ customer: String, _ state: State) {
    (self.customer, self.state) = (customer, state)
  }

  /// Whether what there is of the subject can never be read again.
  public var isErased: Bool {
    if case .erased = state { true } else { false }
  }

  /// The subject's key, nil where data lie as they are.
  ///
  /// - Throws: `missing`, `destroyed`.
  public func key() throws(EncryptionError) -> SubjectKey? {
    switch state {
    case .plain: return nil
    case .sealed(let key): return key
    case .missing:
      throw EncryptionError(
        .missing,
        "there is no key of \(customer), though data of theirs are sealed: restore the key database"
      )
    case .erased: throw .destroyed(customer)
    }
  }

  /// What a table has in place of a payload.
  ///
  /// - Parameters:
  ///   - service: where it is, as ``Place/table``; it never changes.
  ///   - column: `TABLE.COLUMN`; it never changes.
  ///   - row: what tells the row from the subject's others.
  public func seal(
    _ payload: [UInt8], in service: String, _ column: String, row: [UInt8] = []
  ) throws(EncryptionError) -> [UInt8] {
    guard let key = try key() else { return payload }
    return try key.seal(payload, at: place(service, column, row))
  }

  /// The payload that a table has something in place of.
  public func open(
    _ stored: [UInt8], in service: String, _ column: String, row: [UInt8] = []
  ) throws(EncryptionError) -> [UInt8] {
    guard let key = try key() else { return stored }
    return try key.open(stored, at: place(service, column, row))
  }

  private func place(_ service: String, _ column: String, _ row: [UInt8]) -> Place {
    Place(customer: customer, table: service, column: column, row: row)
  }
}
