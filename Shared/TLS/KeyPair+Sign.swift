internal import COpenSSL

/// From when until when a certificate is good, in seconds since 1970.
public struct Validity: Sendable, Hashable {
  public var from: Int64
  public var until: Int64

  public init(from: Int64, until: Int64) {
    self.from = from
    self.until = until
  }

  /// `count` days from `now` (seconds since 1970), and five minutes before it for clocks that run
  /// behind.
  public static func days(_ count: Int, from now: Int64) -> Validity {
    Validity(from: now - 300, until: now + Int64(count) * 86_400)
  }
}

/// What goes into a certificate beside its key.
struct CertificateContent {
  var commonName: String
  var validity: Validity
  /// Extensions by OpenSSL's number and configuration syntax (x509v3_config(5)).
  var extensions: [(number: Int32, value: String)]

  static func authority(trustDomain: String, validity: Validity) -> CertificateContent {
    CertificateContent(
      commonName: "\(trustDomain) development CA", validity: validity,
      extensions: [
        (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
        (NID_key_usage, "critical,keyCertSign,cRLSign"),
        (NID_subject_key_identifier, "hash"),
        (NID_subject_alt_name, "URI:spiffe://\(trustDomain)"),
      ])
  }

  /// One that may open and accept connections: every service does both.
  static func leaf(commonName: String, uri: String?, validity: Validity) -> CertificateContent {
    CertificateContent(
      commonName: commonName, validity: validity,
      extensions: [
        (NID_basic_constraints, "critical,CA:FALSE"),
        (NID_key_usage, "critical,digitalSignature"),
        (NID_ext_key_usage, "serverAuth,clientAuth"),
        (NID_subject_key_identifier, "hash"),
        (NID_authority_key_identifier, "keyid"),
      ] + (uri.map { [(NID_subject_alt_name, "URI:\($0)")] } ?? []))
  }
}

extension KeyPair {
  /// A new pair signed by itself.
  static func signed(_ content: CertificateContent) throws(TLSError) -> KeyPair {
    let pair = try make()
    let isSigned = unsafe pair.fill(content, issuer: pair.certificate, signer: pair.key)
    guard isSigned else { throw unsigned(content) }
    return pair
  }

  /// A new pair signed by `authority`.
  static func signed(
    _ content: CertificateContent, by authority: borrowing KeyPair
  ) throws(TLSError) -> KeyPair {
    let pair = try make()
    let isSigned = unsafe pair.fill(
      content, issuer: authority.certificate, signer: authority.key)
    guard isSigned else { throw unsigned(content) }
    return pair
  }

  private borrowing func fill(
    _ content: CertificateContent, issuer: OpaquePointer, signer: OpaquePointer
  ) -> Bool {
    // Version 3 is written as 2 (RFC 5280, 4.1.2.1). The subject comes first: a certificate that
    // signs itself is its own issuer.
    guard unsafe X509_set_version(certificate, 2) == 1,
      unsafe cameo_x509_random_serial(certificate) == 1,
      unsafe cameo_x509_validity(certificate, content.validity.from, content.validity.until) == 1,
      unsafe cameo_x509_name(certificate, content.commonName) == 1,
      unsafe X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1,
      unsafe X509_set_pubkey(certificate, key) == 1
    else { return false }
    for (number, value) in content.extensions {
      guard unsafe cameo_x509_add(certificate, issuer, number, value) == 1 else { return false }
    }
    return unsafe X509_sign(certificate, signer, EVP_sha256()) > 0
  }

  private static func unsigned(_ content: CertificateContent) -> TLSError {
    TLSError(.broken, "cannot sign \"\(content.commonName)\": \(TLSError.drainText())")
  }
}
