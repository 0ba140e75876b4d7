internal import COpenSSL
import Glibc

extension TLSConnection {
  /// The longest that a peer is believed without a full handshake, in seconds.
  private static let longestBelief: Int64 = 86_400

  /// Client: offers the newest session that this server gave us. It may decline, and does a full
  /// handshake then.
  func offerSession() {
    guard let sessionKey, let cache = context.sessions,
      let kept = cache.take(for: sessionKey, at: Int64(time(nil)))
    else { return }
    authenticatedUntil = kept.authenticatedUntil
    unsafe SSL_set_session(ssl, kept.session)
  }

  /// A peer that was verified just now is believed until the first of all that this rests on ends.
  func believe(_ store: OpaquePointer) {
    let day = Int64(time(nil)) + Self.longestBelief
    authenticatedUntil = unsafe min(
      day, cameo_chain_expiry(store), context.revocationsExpire ?? .max)
  }

  /// In a resumed handshake nobody shows a certificate: the one of the session counts, and the same
  /// questions are asked about it.
  func acceptResumed() -> Bool {
    guard let certificate = unsafe SSL_get0_peer_certificate(ssl) else { return false }
    return unsafe accept(certificate)
  }
}
