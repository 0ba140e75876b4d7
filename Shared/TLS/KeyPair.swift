internal import COpenSSL

/// A certificate with its private key; frees both.
@safe
struct KeyPair: ~Copyable, @unchecked Sendable {
  // Sendable: OpenSSL's reference counts are atomic, and nothing changes either object after it was
  // signed or read.
  let certificate: OpaquePointer
  let key: OpaquePointer

  /// Takes both over.
  init(certificate: OpaquePointer, key: OpaquePointer) {
    unsafe self.certificate = certificate
    unsafe self.key = key
  }

  deinit {
    unsafe X509_free(certificate)
    unsafe EVP_PKEY_free(key)
  }

  /// A new P-256 key and a blank certificate for it.
  static func make() throws(TLSError) -> KeyPair {
    guard let key = unsafe cameo_key_p256() else {
      throw TLSError(.broken, "cannot make a P-256 key: \(TLSError.drainText())")
    }
    guard let certificate = unsafe X509_new() else {
      unsafe EVP_PKEY_free(key)
      throw TLSError(.broken, "cannot make a certificate: \(TLSError.drainText())")
    }
    return unsafe KeyPair(certificate: certificate, key: key)
  }

  static func read(certificate certificatePath: String, key keyPath: String) throws(TLSError)
    -> KeyPair
  {
    guard
      let certificate = unsafe readPEM(
        certificatePath, { file in unsafe PEM_read_bio_X509(file, nil, nil, nil) })
    else { throw unreadable(certificatePath) }
    guard
      let key = unsafe readPEM(
        keyPath, { file in unsafe PEM_read_bio_PrivateKey(file, nil, nil, nil) })
    else {
      unsafe X509_free(certificate)
      throw unreadable(keyPath)
    }
    return unsafe KeyPair(certificate: certificate, key: key)
  }

  func certificatePEM() throws(TLSError) -> [UInt8] {
    try unsafe Self.pem { memory in unsafe PEM_write_bio_X509(memory, certificate) }
  }

  func keyPEM() throws(TLSError) -> [UInt8] {
    try unsafe Self.pem { memory in
      unsafe PEM_write_bio_PKCS8PrivateKey(memory, key, nil, nil, 0, nil, nil)
    }
  }

  static func readPEM(
    _ path: String, _ read: (OpaquePointer) -> OpaquePointer?
  ) -> OpaquePointer? {
    guard let file = unsafe BIO_new_file(path, "r") else { return nil }
    defer { unsafe BIO_free(file) }
    return unsafe read(file)
  }

  static func unreadable(_ path: String) -> TLSError {
    TLSError(.file, "cannot read \(path): \(TLSError.drainText())")
  }

  static func pem(_ write: (OpaquePointer) -> Int32) throws(TLSError) -> [UInt8] {
    guard let memory = unsafe BIO_new(BIO_s_mem()) else {
      throw TLSError(.broken, "OpenSSL is out of memory")
    }
    defer { unsafe BIO_free(memory) }
    var start: UnsafeMutablePointer<CChar>?
    guard unsafe write(memory) == 1, case let count = unsafe cameo_bio_bytes(memory, &start) else {
      throw TLSError(.broken, "cannot write PEM: \(TLSError.drainText())")
    }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
