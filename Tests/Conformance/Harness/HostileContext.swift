import COpenSSL
import TestKit

@testable import TLS

/// One side of a handshake that breaks a rule of TLS as PROTOCOL.md has it.
enum HostileContext {
  /// - Parameters:
  ///   - files: its certificate; nil shows none. It trusts the authority of the tests.
  ///   - protocols: what a client offers by ALPN; none leaves ALPN out, on a server too.
  ///   - isOld: it speaks TLS 1.2 and no more.
  static func make(
    _ role: TLSContext.Role, _ files: TLSConfiguration?, protocols: [String] = ["cameo/1"],
    isOld: Bool = false
  ) throws -> TLSContext {
    guard let context = unsafe SSL_CTX_new(TLS_method()),
      let identity = PeerIdentity(uri: "spiffe://cameo.local/client/hostile")
    else { throw HarnessError("OpenSSL makes no context: \(TLSError.drainText())") }
    let owner = unsafe TLSContext(role: role, identity: identity, owning: context)
    if isOld { unsafe cameo_ssl_ctx_only_tls12(context) }
    if let files {
      guard unsafe SSL_CTX_use_certificate_chain_file(context, files.certificate) == 1,
        unsafe SSL_CTX_use_PrivateKey_file(context, files.key, SSL_FILETYPE_PEM) == 1
      else { throw HarnessError("\(files.certificate): \(TLSError.drainText())") }
    }
    guard
      unsafe SSL_CTX_load_verify_locations(
        context, TestCertificates.configuration("client").authority, nil) == 1
    else { throw HarnessError("no authority: \(TLSError.drainText())") }
    unsafe TLSVerification.require(context)
    guard role == .client else {
      if !protocols.isEmpty { try unsafe TLSProtocol.require(context) }
      return owner
    }
    let wire = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    if !wire.isEmpty { unsafe SSL_CTX_set_alpn_protos(context, wire, UInt32(wire.count)) }
    return owner
  }
}

/// Certificates that must be refused, signed by the authority of the tests or by another.
enum HostileCertificate: String, CaseIterable, Sendable {
  case expired, notYetValid = "not_yet_valid", foreign = "foreign_authority"
  case noIdentity = "no_identity", otherScheme = "other_scheme", otherKind = "other_kind"

  func files(_ folder: Folder, now: Int64) throws -> TLSConfiguration {
    var authority = folder.path + "/authority"
    if self == .foreign {
      _ = try CertificateAuthority.create(in: authority)
    } else {
      authority = TestCertificates.directory
    }
    let name = "hostile-\(rawValue)-\(UInt32.random(in: 0 ... .max))"
    let uri = "spiffe://cameo.local/client/client"
    let issuer = try CertificateAuthority.open(in: authority)
    switch self {
    case .expired:
      return try issuer.issue(name, uri: uri, validity: .days(1, from: now - 3 * 86_400))
    case .notYetValid:
      return try issuer.issue(name, uri: uri, validity: .days(9, from: now + 86_400))
    case .foreign: return try issuer.issue(name, uri: uri)
    case .noIdentity: return try issuer.issue(name, uri: nil)
    case .otherScheme: return try issuer.issue(name, uri: "https://cameo.local/client/client")
    case .otherKind: return try issuer.issue(name, uri: "spiffe://cameo.local/robot/client")
    }
  }
}
