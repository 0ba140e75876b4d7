import COpenSSL
import Testing

@testable import TLS

/// A side that breaks a rule: any certificate or none, other protocols, or TLS 1.2.
func badContext(
  _ role: TLSContext.Role, _ files: TLSConfiguration?, protocols: [String] = ["cameo/1"],
  isOld: Bool = false
) throws -> TLSContext {
  guard let context = unsafe SSL_CTX_new(TLS_method()) else {
    throw TLSError(.broken, TLSError.drainText())
  }
  if isOld { unsafe cameo_ssl_ctx_only_tls12(context) }
  if let files {
    let isLoaded =
      unsafe SSL_CTX_use_certificate_chain_file(context, files.certificate) == 1
      && SSL_CTX_use_PrivateKey_file(context, files.key, SSL_FILETYPE_PEM) == 1
      && SSL_CTX_load_verify_locations(context, files.authority, nil) == 1
    try #require(isLoaded)
    unsafe TLSVerification.require(context)
  }
  if role == .server, !protocols.isEmpty {
    try unsafe TLSProtocol.require(context)
  } else {
    let wire = protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    unsafe SSL_CTX_set_alpn_protos(context, wire, UInt32(wire.count))
  }
  let identity = try #require(PeerIdentity(uri: "spiffe://cameo.local/client/bad"))
  return unsafe TLSContext(role: role, identity: identity, owning: context)
}
