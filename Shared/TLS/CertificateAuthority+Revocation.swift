internal import COpenSSL
import Glibc

extension CertificateAuthority {
  /// Revokes the certificates in `names` (of `NAME.pem` here, or of a PEM file elsewhere), and writes
  /// the list, `crl.pem`, with all that were revoked before. With no names it renews the list: an old
  /// one is worth nothing. A year unless told otherwise.
  public func revoke(_ names: [String], validity: Validity? = nil) throws(TLSError) {
    let path = "\(directory)/crl.pem"
    let list =
      if let there = try RevocationList.read(path, of: self) {
        there
      } else {
        try RevocationList.empty(of: self)
      }
    for name in names {
      let certificate = try Certificate.read(name.contains("/") ? name : "\(directory)/\(name).pem")
      guard isIssuer(of: certificate) else {
        throw TLSError(.file, "the certificate of \(name) is not of the authority in \(directory)")
      }
      guard list.add(certificate, at: Self.now) else {
        throw TLSError(.broken, "cannot revoke \(name): \(TLSError.drainText())")
      }
    }
    let validity = validity ?? .days(365, from: Self.now)
    try sign(list, validity)
    try PEMFile.write(try list.pem(), to: path, .open)
  }

  /// A new key and certificate for the identity of `NAME.pem`, in its place. A year unless told otherwise.
  @discardableResult
  public func renew(_ name: String, validity: Validity? = nil) throws(TLSError) -> TLSConfiguration
  {
    let path = "\(directory)/\(name).pem"
    let identity: PeerIdentity
    do {
      identity = try Certificate.read(path).identity.get()
    } catch {
      throw TLSError(.file, "\(path): \(error.message)")
    }
    return try issue(name, identity.kind, validity: validity, overwrite: true)
  }

  private func isIssuer(of certificate: Certificate) -> Bool {
    withPair { certificate.isSigned(with: $0) }
  }

  private func sign(_ list: RevocationList, _ validity: Validity) throws(TLSError) {
    guard withPair({ list.sign(with: $0, validity) }) else {
      throw TLSError(.broken, "cannot sign the revocation list: \(TLSError.drainText())")
    }
  }
}

extension RevocationList {
  /// False where OpenSSL refuses.
  fileprivate func add(_ certificate: Certificate, at now: Int64) -> Bool {
    unsafe cameo_crl_revoke(pointer, certificate.pointer, now) == 1
  }

  /// False where OpenSSL refuses.
  fileprivate func sign(with pair: borrowing KeyPair, _ validity: Validity) -> Bool {
    unsafe cameo_crl_renew(pointer, validity.from, validity.until) == 1
      && X509_CRL_sign(pointer, pair.key, EVP_sha256()) > 0
  }

  /// Whether it is of this authority.
  fileprivate func isSigned(with pair: borrowing KeyPair) -> Bool {
    defer { ERR_clear_error() }
    return unsafe X509_CRL_verify(pointer, X509_get0_pubkey(pair.certificate)) == 1
  }

  /// The list that is there, for adding to it; nil where there is none.
  fileprivate static func read(
    _ path: String, of authority: borrowing CertificateAuthority
  ) throws(TLSError) -> RevocationList? {
    guard PEMFile.exists(path) else { return nil }
    ERR_clear_error()
    guard let file = unsafe BIO_new_file(path, "r") else {
      throw TLSContext.unusable(path, "revocation")
    }
    defer { unsafe BIO_free(file) }
    guard let pointer = unsafe PEM_read_bio_X509_CRL(file, nil, nil, nil) else {
      throw TLSError(.file, "\(path) holds no revocation list: \(TLSError.drainText())")
    }
    let list = unsafe RevocationList(owning: pointer)
    guard authority.withPair({ list.isSigned(with: $0) }) else {
      throw TLSError(.file, "\(path) is not of the authority beside it")
    }
    return list
  }

  /// A list of nobody, unsigned yet. Version 2 is written as 1 (RFC 5280, 5.1.2.1).
  fileprivate static func empty(
    of authority: borrowing CertificateAuthority
  ) throws(TLSError) -> RevocationList {
    guard let pointer = unsafe X509_CRL_new() else {
      throw TLSError(.broken, "OpenSSL is out of memory")
    }
    let list = unsafe RevocationList(owning: pointer)
    let isMade = authority.withPair { pair in
      unsafe X509_CRL_set_version(pointer, 1) == 1
        && X509_CRL_set_issuer_name(pointer, X509_get_subject_name(pair.certificate)) == 1
        && cameo_crl_add_extension(
          pointer, pair.certificate, NID_authority_key_identifier, "keyid") == 1
    }
    guard isMade else {
      throw TLSError(.broken, "cannot make a revocation list: \(TLSError.drainText())")
    }
    return list
  }

  fileprivate func pem() throws(TLSError) -> [UInt8] {
    try unsafe KeyPair.pem { memory in unsafe PEM_write_bio_X509_CRL(memory, pointer) }
  }
}

extension Certificate {
  fileprivate var identity: Result<PeerIdentity, TLSError> { unsafe PeerIdentity.read(pointer) }

  /// Whether it is of this authority.
  fileprivate func isSigned(with pair: borrowing KeyPair) -> Bool {
    defer { ERR_clear_error() }
    return unsafe X509_verify(pointer, X509_get0_pubkey(pair.certificate)) == 1
  }

  fileprivate static func read(_ path: String) throws(TLSError) -> Certificate {
    ERR_clear_error()
    guard
      let pointer = unsafe KeyPair.readPEM(
        path, { file in unsafe PEM_read_bio_X509(file, nil, nil, nil) })
    else { throw KeyPair.unreadable(path) }
    return unsafe Certificate(owning: pointer)
  }
}
