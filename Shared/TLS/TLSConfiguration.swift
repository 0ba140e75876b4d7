/// The three PEM files a side needs: who it is, its secret, and whom it trusts.
public struct TLSConfiguration: Sendable, Hashable {
  /// Path of the certificate, followed by intermediates if there are any.
  public var certificate: String
  /// Path of its private key.
  public var key: String
  /// Path of the authority's certificate(s): peers must descend from one.
  public var authority: String

  public init(certificate: String, key: String, authority: String) {
    self.certificate = certificate
    self.key = key
    self.authority = authority
  }

  /// The files as `CertificateAuthority` lays them out: `NAME.pem`, `NAME.key` and `ca.pem` in one
  /// directory.
  public init(directory: String, name: String) {
    self.init(
      certificate: "\(directory)/\(name).pem", key: "\(directory)/\(name).key",
      authority: "\(directory)/ca.pem")
  }
}
