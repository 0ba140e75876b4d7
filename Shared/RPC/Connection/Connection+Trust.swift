internal import TLS

/// What becomes of a connection when its side's credentials are replaced.
extension Connection {
  /// A peer that has been revoked is gone at once; one that would not be accepted for another reason may
  /// finish its calls, and come back to be told why. In the middle of a handshake, that decides later.
  final func revalidate(by context: TLSContext) {
    switch phase {
    case .connecting, .handshaking: successor = context
    case .open: judge(tls.trust(by: context))
    case .closing, .lingering, .closed: break
    }
  }

  /// The handshake is done; credentials that came in the middle of it are heard now.
  final func revalidateIfReplaced() {
    guard let context = successor.take() else { return }
    revalidate(by: context)
  }

  private final func judge(_ trust: PeerTrust) {
    switch trust {
    case .accepted: break
    case .revoked:
      fail(.unauthenticated, "the certificate of \(peer?.uri ?? "the peer") has been revoked")
    case .refused: distrusted()
    }
  }
}
