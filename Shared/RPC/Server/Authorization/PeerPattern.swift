public import TLS

/// Which peers a rule is about: one identity, all of a kind, all of a trust domain, or everybody whose
/// certificate is accepted.
///
/// As text: `spiffe://cameo.local/service/gateway`, `spiffe://cameo.local/client/*`,
/// `spiffe://cameo.local/*`, `*`.
public enum PeerPattern: Sendable, Hashable {
  case exactly(PeerIdentity)
  case kind(PeerIdentity.Kind, trustDomain: String)
  case trustDomain(String)
  case anyone

  /// Nil where the text is no pattern: a star stands for a whole last part and nothing less.
  public init?(_ text: String) {
    if text == "*" {
      self = .anyone
    } else if let identity = PeerIdentity(uri: text) {
      self = .exactly(identity)
    } else if text.hasSuffix("/*"), let kind = PeerIdentity(uri: text.dropLast() + "x") {
      self = .kind(kind.kind, trustDomain: kind.trustDomain)
    } else if text.hasSuffix("/*"), let any = PeerIdentity(uri: text.dropLast() + "client/x") {
      self = .trustDomain(any.trustDomain)
    } else {
      return nil
    }
  }

  func matches(_ peer: PeerIdentity) -> Bool {
    switch self {
    case .exactly(let identity): identity.uri == peer.uri
    case .kind(let kind, let domain): kind == peer.kind && domain == peer.trustDomain
    case .trustDomain(let domain): domain == peer.trustDomain
    case .anyone: true
    }
  }
}
