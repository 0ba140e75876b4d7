/// A key as the database has it.
public struct StoredKey: Sendable, Equatable {
  /// The key-encryption key that wraps it.
  public var kek: String
  /// The wrapped key, nil once it is destroyed.
  public var wrapped: [UInt8]?

  /// A key with both its columns.
  public init(kek: String, wrapped: [UInt8]?) {
    (self.kek, self.wrapped) = (kek, wrapped)
  }
}
