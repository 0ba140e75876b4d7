internal import COpenSSL

extension PeerIdentity {
  /// What the certificate's SAN says, or why that is no identity.
  static func read(_ certificate: OpaquePointer) -> Result<PeerIdentity, TLSError> {
    let (count, uri) = unsafe firstURI(certificate)
    guard count == 1 else { return .failure(refusal(count)) }
    guard let identity = PeerIdentity(uri: uri) else {
      return .failure(
        TLSError(
          .identity,
          "the certificate's URI \"\(uri)\" is no identity: it must be "
            + "spiffe://TRUST-DOMAIN/service/NAME or spiffe://TRUST-DOMAIN/client/NAME"))
    }
    return .success(identity)
  }

  /// An authority's own URI is the trust domain without a path.
  static func trustDomain(ofAuthority certificate: OpaquePointer) -> String? {
    let (count, uri) = unsafe firstURI(certificate)
    guard count == 1, uri.hasPrefix(scheme) else { return nil }
    let name = String(uri.dropFirst(scheme.count))
    return isTrustDomain(name) ? name : nil
  }

  private static func firstURI(_ certificate: OpaquePointer) -> (count: Int32, uri: String) {
    let capacity = longestURI + 1
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
      guard let start = text.baseAddress else { return (0, "") }
      unsafe text.initialize(repeating: 0)
      let count = unsafe cameo_x509_uris(certificate, start, Int32(capacity))
      return unsafe (count, String(cString: start))
    }
  }

  private static func refusal(_ count: Int32) -> TLSError {
    switch count {
    case 0: TLSError(.identity, "the certificate has no SPIFFE URI in its SAN")
    case 1...:
      TLSError(.identity, "the certificate has \(count) URIs in its SAN: SPIFFE allows one")
    default: TLSError(.identity, "the certificate's URI is too long or has a zero byte in it")
    }
  }
}
