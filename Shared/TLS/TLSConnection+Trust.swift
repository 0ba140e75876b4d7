internal import COpenSSL

/// What another context makes of a connection's peer.
public enum PeerTrust: Sendable, Equatable {
  case accepted
  /// Its certificate is on a revocation list.
  case revoked
  /// Its certificate would not be accepted any more, for the reason that is told.
  case refused(String)
}

extension TLSConnection {
  /// Whether the peer would be accepted by `context`, which has replaced the one of the connection.
  public func trust(by context: TLSContext) -> PeerTrust {
    guard context !== self.context else { return .accepted }
    ERR_clear_error()
    let fault = unsafe cameo_ssl_peer_fault(
      ssl, context.context, context.role == .server ? 1 : 0)
    ERR_clear_error()
    switch fault {
    case X509_V_OK: return .accepted
    case X509_V_ERR_CERT_REVOKED: return .revoked
    default: return unsafe .refused(String(cString: X509_verify_cert_error_string(Int(fault))))
    }
  }
}
