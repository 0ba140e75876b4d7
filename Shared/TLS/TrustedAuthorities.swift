internal import COpenSSL
import Glibc

/// Whom a context trusts: the authorities of one file, several while one takes over from another, and
/// their revocation lists. Read whole or refused: half of a list trusts, or sets free, the wrong ones.
struct TrustedAuthorities {
  private let authorities: [Certificate]
  private let lists: [RevocationList]

  /// The first end of a revocation list, in seconds since 1970; nil without lists.
  var revocationsExpire: Int64? { lists.map(\.end).min() }

  /// Reads the files; `revocations` nil checks nobody against a list. `now` in seconds since 1970.
  init(_ path: String, revocations list: String?, now: Int64) throws(TLSError) {
    authorities = try unsafe Self.readAll(path, "authority", "certificate") { file in
      unsafe PEM_read_bio_X509(file, nil, nil, nil).map { unsafe Certificate(owning: $0) }
    }
    guard let list else {
      lists = []
      return
    }
    lists = try unsafe Self.readAll(list, "revocation", "revocation list") { file in
      unsafe PEM_read_bio_X509_CRL(file, nil, nil, nil).map { unsafe RevocationList(owning: $0) }
    }
    for entry in lists { try check(entry, list, now) }
    for authority in authorities where !lists.contains(where: { $0.isNamed(like: authority) }) {
      throw TLSError(
        .file,
        "\(list) has no revocation list of \(authority.subject): without one nobody of its can be "
          + "accepted")
    }
  }

  /// Has a context go by them.
  func install(in context: OpaquePointer) throws(TLSError) {
    let store = unsafe SSL_CTX_get_cert_store(context)
    for authority in authorities where unsafe X509_STORE_add_cert(store, authority.pointer) != 1 {
      throw TLSError(.broken, "OpenSSL refuses an authority: \(TLSError.drainText())")
    }
    for list in lists where unsafe X509_STORE_add_crl(store, list.pointer) != 1 {
      throw TLSError(.broken, "OpenSSL refuses a revocation list: \(TLSError.drainText())")
    }
    guard !lists.isEmpty else { return }
    unsafe X509_STORE_set_flags(
      store, UInt(X509_V_FLAG_CRL_CHECK) | UInt(X509_V_FLAG_CRL_CHECK_ALL))
  }

  /// A list must be one of our authorities', signed by it, and of today. With one of yesterday nobody
  /// could be accepted: better to hear of it here.
  private func check(_ list: RevocationList, _ path: String, _ now: Int64) throws(TLSError) {
    let issuers = authorities.filter { list.isNamed(like: $0) }
    guard !issuers.isEmpty else {
      throw TLSError(
        .file, "\(path): the revocation list of \(list.issuer) is of no authority of ours")
    }
    guard issuers.contains(where: { list.isSigned(by: $0) }) else {
      throw TLSError(.file, "\(path): the revocation list of \(list.issuer) is not signed by it")
    }
    guard list.begin <= now, now < list.end else {
      throw TLSError(
        .file,
        "\(path): the revocation list of \(list.issuer) \(list.end <= now ? "has ended" : "begins later")"
          + ", and with it nobody could be accepted: put one of today in its place")
    }
  }

  /// Every object of a PEM file. One that is cut off or damaged fails all of it.
  private static func readAll<Object>(
    _ path: String, _ what: String, _ kind: String, _ read: (OpaquePointer) -> Object?
  ) throws(TLSError) -> [Object] {
    try TLSContext.checkReadable(path, what)
    guard let file = unsafe BIO_new_file(path, "r") else { throw TLSContext.unusable(path, what) }
    defer { unsafe BIO_free(file) }
    var objects: [Object] = []
    while let object = unsafe read(file) { objects.append(object) }
    // A file that ends where another object might have begun has ended in order.
    let isWhole = cameo_error_is_pem_end(ERR_peek_last_error()) == 1
    guard isWhole, !objects.isEmpty else {
      throw TLSError(
        .file, "the \(what) file \(path) holds no usable PEM \(kind): \(TLSError.drainText())")
    }
    ERR_clear_error()
    return objects
  }
}

/// A certificate that is freed with its owner.
///
/// `@unchecked Sendable`: nothing changes it after it was read.
@safe
final class Certificate: @unchecked Sendable {
  let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

  deinit { unsafe X509_free(pointer) }

  /// In one line, for errors.
  var subject: String { unsafe oneLine(X509_get_subject_name(pointer)) }
}

/// Whom an authority has revoked; freed with its owner.
///
/// `@unchecked Sendable`: nothing changes it after it was read.
@safe
final class RevocationList: @unchecked Sendable {
  let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

  deinit { unsafe X509_CRL_free(pointer) }

  /// In one line, for errors.
  var issuer: String { unsafe oneLine(X509_CRL_get_issuer(pointer)) }
  /// From when until when it is of use, in seconds since 1970; one without an end is of none.
  var begin: Int64 { unsafe cameo_time_seconds(X509_CRL_get0_lastUpdate(pointer)) }
  var end: Int64 { unsafe cameo_time_seconds(X509_CRL_get0_nextUpdate(pointer)) }

  func isNamed(like authority: Certificate) -> Bool {
    unsafe X509_NAME_cmp(X509_get_subject_name(authority.pointer), X509_CRL_get_issuer(pointer))
      == 0
  }

  func isSigned(by authority: Certificate) -> Bool {
    defer { ERR_clear_error() }
    return unsafe X509_CRL_verify(pointer, X509_get0_pubkey(authority.pointer)) == 1
  }
}

private func oneLine(_ name: OpaquePointer?) -> String {
  guard let text = unsafe X509_NAME_oneline(name, nil, 0) else { return "an authority" }
  defer { unsafe cameo_free(text) }
  return unsafe String(cString: text)
}
