/// Why something could not be sealed, opened, wrapped or found, and what to do. No message holds a
/// key, a payload or what identifies a person beyond the customer's id.
public struct EncryptionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure a caller may treat differently.
  public enum Code: String, Sendable {
    /// Bytes that do not open: damaged, sealed under another key, or moved from another place.
    case notAuthentic
    /// Bytes of a version or length that no version of this software has written.
    case format
    /// The data subject's key was destroyed: what it sealed is gone for good.
    case destroyed
    /// There is no key of this subject, though something of theirs is sealed.
    case missing
    /// The key-encryption key that wraps a key is not among those given, or is another by its id.
    case wrongKey
    /// The file or the command with the key-encryption keys does not give them.
    case source
    /// libcrypto refused: no memory or no randomness.
    case library
  }

  /// The kind of failure.
  public var code: Code
  /// What happened and what to do, in a sentence for the log.
  public var message: String

  /// A failure of a kind, told in a sentence.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "encryption: \(message)" }

  static func destroyed(_ customer: String) -> EncryptionError {
    EncryptionError(
      .destroyed, "the key of \(customer) was destroyed: what it sealed is gone for good")
  }
}
