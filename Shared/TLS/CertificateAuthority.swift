import Glibc

/// A certificate authority in a directory, for development and tests: `ca.pem` with `ca.key`, and a
/// `NAME.pem` with `NAME.key` for each identity it issues. P-256 keys; key files have mode 0600;
/// files appear whole or not at all, and are overwritten only on request. In production
/// certificates come from a SPIFFE implementation or the company's own authority.
public struct CertificateAuthority: ~Copyable, Sendable {
  public static let defaultTrustDomain = "cameo.local"

  public let directory: String
  public let trustDomain: String
  private let pair: KeyPair

  /// Makes the authority's key and certificate, and the directory if it is missing. Ten years
  /// unless told otherwise.
  public static func create(
    in directory: String, trustDomain: String = defaultTrustDomain, validity: Validity? = nil,
    overwrite: Bool = false
  ) throws(TLSError) -> CertificateAuthority {
    guard PeerIdentity.isTrustDomain(trustDomain) else {
      throw TLSError(
        .identity,
        "trust domain \"\(trustDomain)\" may hold only a-z, 0-9, dots, dashes and underscores")
    }
    try PEMFile.makeDirectory(directory)
    let authority = CertificateAuthority(
      directory: directory, trustDomain: trustDomain,
      pair: try KeyPair.signed(
        .authority(trustDomain: trustDomain, validity: validity ?? .days(3_650, from: now))))
    try authority.store(authority.pair, as: "ca", overwrite)
    return authority
  }

  /// The authority that `create` made in `directory`.
  public static func open(in directory: String) throws(TLSError) -> CertificateAuthority {
    let pair = try KeyPair.read(certificate: "\(directory)/ca.pem", key: "\(directory)/ca.key")
    guard let trustDomain = unsafe PeerIdentity.trustDomain(ofAuthority: pair.certificate) else {
      throw TLSError(
        .file,
        "\(directory)/ca.pem names no SPIFFE trust domain: make one with `cameo certs init DIR`"
      )
    }
    return CertificateAuthority(directory: directory, trustDomain: trustDomain, pair: pair)
  }

  private init(directory: String, trustDomain: String, pair: consuming KeyPair) {
    self.directory = directory
    self.trustDomain = trustDomain
    self.pair = pair
  }

  /// Writes `NAME.pem` and `NAME.key` for `spiffe://<trust-domain>/<kind>/<name>`. A year unless
  /// told otherwise.
  @discardableResult
  public func issue(
    _ name: String, _ kind: PeerIdentity.Kind, validity: Validity? = nil, overwrite: Bool = false
  ) throws(TLSError) -> TLSConfiguration {
    guard let identity = PeerIdentity(trustDomain: trustDomain, kind: kind, name: name) else {
      throw TLSError(
        .identity, "name \"\(name)\" may hold only letters, digits, dots, dashes and underscores")
    }
    guard name != "ca" else {
      throw TLSError(.identity, "name \"ca\" is the authority's own: choose another")
    }
    return try issue(name, uri: identity.uri, validity: validity, overwrite: overwrite)
  }

  /// With any URI, or none: for tests of what must be refused.
  @discardableResult
  package func issue(
    _ name: String, uri: String?, validity: Validity? = nil, overwrite: Bool = false
  ) throws(TLSError) -> TLSConfiguration {
    let content = CertificateContent.leaf(
      commonName: name, uri: uri, validity: validity ?? .days(365, from: Self.now))
    try store(try KeyPair.signed(content, by: pair), as: name, overwrite)
    return TLSConfiguration(directory: directory, name: name)
  }

  /// Lends out the authority's own certificate and key.
  func withPair<Result>(_ body: (borrowing KeyPair) -> Result) -> Result { body(pair) }

  /// Seconds since 1970.
  static var now: Int64 { Int64(time(nil)) }

  private func store(_ pair: borrowing KeyPair, as name: String, _ overwrite: Bool) throws(TLSError)
  {
    let certificate = "\(directory)/\(name).pem"
    let key = "\(directory)/\(name).key"
    for path in [certificate, key] where !overwrite && PEMFile.exists(path) {
      throw TLSError(
        .file, "\(path) exists already: ask to overwrite it, or choose another directory")
    }
    try PEMFile.write(try pair.keyPEM(), to: key, .secret)
    try PEMFile.write(try pair.certificatePEM(), to: certificate, .open)
  }
}
