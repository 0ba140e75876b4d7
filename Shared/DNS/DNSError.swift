/// Why a name could not be looked up.
public struct DNSError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: Sendable {
    /// A server that knows says that there is no such name, or no such record of it.
    case notFound
    /// Nobody answered in time.
    case timeout
    /// The servers failed, refused, or sent what is no answer.
    case failed
  }

  public let code: Code
  /// What was looked up, and what came of it.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
