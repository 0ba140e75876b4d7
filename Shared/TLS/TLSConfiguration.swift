/// The three PEM files a side needs: who it is, its secret, and whom it trusts.
public struct TLSConfiguration: Sendable, Hashable {
  /// Path of the certificate, followed by intermediates if there are any.
  public var certificate: String
  /// Path of its private key.
  public var key: String
  /// Path of the authority's certificate(s): peers must descend from one.
  public var authority: String
  /// Path of the authorities' revocation lists, one of each; nil checks nobody against a list.
  public var revocations: String?

  public init(certificate: String, key: String, authority: String, revocations: String? = nil) {
    self.certificate = certificate
    self.key = key
    self.authority = authority
    self.revocations = revocations
  }

  /// The files as `CertificateAuthority` lays them out: `NAME.pem`, `NAME.key` and `ca.pem` in one
  /// directory, and `crl.pem` where it is there now.
  public init(directory: String, name: String) {
    self.init(
      certificate: "\(directory)/\(name).pem", key: "\(directory)/\(name).key",
      authority: "\(directory)/ca.pem",
      revocations: PEMFile.exists("\(directory)/crl.pem") ? "\(directory)/crl.pem" : nil)
  }
}
