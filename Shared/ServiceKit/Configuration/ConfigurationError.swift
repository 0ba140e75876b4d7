/// What is wrong with the configuration, in a sentence that says what to write instead.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The sentence.
  public var message: String

  /// An error told in a sentence.
  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}
