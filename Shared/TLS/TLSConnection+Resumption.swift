internal import COpenSSL
import Glibc

extension TLSConnection {
  /// Client: offers the newest session that this server gave us. It may decline, and does a full
  /// handshake then.
  func offerSession() {
    guard let sessionKey, let cache = context.sessions,
      let kept = cache.take(for: sessionKey, at: Int64(time(nil)))
    else { return }
    authenticatedUntil = kept.authenticatedUntil
    // OpenSSL takes a reference of its own.
    withExtendedLifetime(kept) { _ = unsafe SSL_set_session(ssl, kept.session) }
  }

  /// A peer that was verified just now is believed until the first of all that this rests on ends.
  func believe(_ store: OpaquePointer) {
    let longest = Int64(time(nil)) + context.longestBelief
    authenticatedUntil = unsafe min(
      longest, cameo_chain_expiry(store), context.revocationsExpire ?? .max)
  }

  /// In a resumed handshake nobody shows a certificate: the one of the session counts, and the same
  /// questions are asked about it.
  func acceptResumed() -> Bool {
    guard let certificate = unsafe SSL_get0_peer_certificate(ssl) else { return false }
    return unsafe accept(certificate)
  }
}
