/// Who a certificate says its holder is: the SPIFFE URI of its SAN.
///
/// `spiffe://<trust-domain>/service/<name>` or `spiffe://<trust-domain>/client/<name>`, and nothing
/// else (SPIFFE ID and X.509-SVID specifications: exactly one URI, at most 2 048 bytes, lower-case
/// trust domain).
public struct PeerIdentity: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable {
    /// A process of ours.
    case service
    /// A person's or another company's program.
    case client
  }

  /// Every call carries its peer: one reference to pass on, where four strings would be counted each.
  private final class Parts: Sendable {
    let uri: String
    let trustDomain: String
    let kind: Kind
    let name: String

    init(uri: String, trustDomain: String, kind: Kind, name: String) {
      self.uri = uri
      self.trustDomain = trustDomain
      self.kind = kind
      self.name = name
    }
  }

  private let parts: Parts

  /// As it stands in the certificate.
  public var uri: String { parts.uri }
  public var trustDomain: String { parts.trustDomain }
  public var kind: Kind { parts.kind }
  public var name: String { parts.name }

  public var description: String { uri }

  public static func == (left: PeerIdentity, right: PeerIdentity) -> Bool {
    left.parts === right.parts || left.uri == right.uri
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(uri) }

  /// Longest URI that SPIFFE allows.
  static let longestURI = 2048
  static let scheme = "spiffe://"

  /// Nil where the text is no SPIFFE identity of ours.
  public init?(uri: String) {
    guard uri.hasPrefix(Self.scheme), uri.utf8.count <= Self.longestURI else { return nil }
    let parts = uri.dropFirst(Self.scheme.count).split(
      separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, let kind = Kind(rawValue: String(parts[1])),
      Self.isTrustDomain(parts[0]), Self.isName(parts[2])
    else { return nil }
    self.parts = Parts(
      uri: uri, trustDomain: String(parts[0]), kind: kind, name: String(parts[2]))
  }

  public init?(trustDomain: String, kind: Kind, name: String) {
    self.init(uri: "\(Self.scheme)\(trustDomain)/\(kind.rawValue)/\(name)")
  }

  static func isTrustDomain(_ text: some StringProtocol) -> Bool {
    (1...255).contains(text.utf8.count)
      && text.utf8.allSatisfy { isDigit($0) || isLower($0) || isMark($0) }
  }

  static func isName(_ text: some StringProtocol) -> Bool {
    guard !text.isEmpty, text != ".", text != ".." else { return false }
    return text.utf8.allSatisfy { isDigit($0) || isLower($0) || isUpper($0) || isMark($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  /// `-`, `.` and `_`.
  private static func isMark(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x2E || byte == 0x5F }
}
