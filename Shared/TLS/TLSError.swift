/// Why a TLS context could not be made or a connection failed. The message names the file or the
/// peer and what to do.
public struct TLSError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure, for code that decides what to do next.
  public enum Code: Sendable {
    /// A certificate, key or authority file is missing, unreadable or does not fit; also where
    /// writing one failed.
    case file
    /// The peer does not speak TLS 1.3.
    case version
    /// The peer does not speak `cameo/1`.
    case alpn
    /// The peer's certificate is absent, expired, or not from our authority.
    case certificate
    /// The peer's certificate is valid but has no proper SPIFFE identity, or not the expected one.
    case identity
    /// The peer refused us with an alert: its log says why.
    case refused
    /// The peer went away without close_notify.
    case truncated
    /// The socket failed below TLS.
    case socket
    /// Anything else that breaks the protocol.
    case broken
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
