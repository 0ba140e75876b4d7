internal import COpenSSL
import Glibc
import Runtime

/// One side's certificate, key and rules, shared by its connections: TLS 1.3 only, `cameo/1` by
/// ALPN, a certificate from both. To take in new files make a new context and use it from then on;
/// open connections keep the one they have.
///
/// `@unchecked Sendable`: an SSL_CTX may be shared between threads once it is set up
/// (openssl-threads(7)); `init` sets it up and nothing changes it afterwards.
@safe
public final class TLSContext: @unchecked Sendable {
  /// Which side of a handshake. The client opens.
  public enum Role: Sendable { case client, server }

  public let role: Role
  /// Who our own certificate says we are.
  public let identity: PeerIdentity
  /// Where the secrets of its sessions go; nil, as in every service, nowhere.
  let keyLog: TLSKeyLog?
  /// How many handshakes its connections, and those of contexts that share the count, have made.
  public let handshakes: HandshakeCount
  /// When the first of its revocation lists ends, in seconds since 1970; nil without lists.
  public let revocationsExpire: Int64?
  /// When its own certificate ends, in seconds since 1970.
  public let certificateExpires: Int64
  /// A server's keys for tickets, and a client's sessions; nil where nothing is resumed.
  let tickets: SessionTickets?
  /// How long a peer is believed without a full handshake, in seconds.
  let longestBelief: Int64
  let sessions: SessionCache?
  let context: OpaquePointer

  /// Reads the files. Throws `.file` with the path and the remedy.
  ///
  /// - Parameters:
  ///   - resumes: whether sessions may be resumed: a reconnect then costs half of the CPU of a full
  ///     handshake, both sides together.
  ///   - seconds: how long, at most, a peer that comes back is believed without a full handshake.
  ///   - now: seconds since 1970, when the revocation lists must be of use; nil is today.
  ///   - handshakes: a count to go on with, such as that of the context this one replaces.
  public init(
    role: Role, _ configuration: TLSConfiguration, resumes: Bool = true,
    believing seconds: Int64 = 86_400, now: Int64? = nil,
    handshakes: HandshakeCount = HandshakeCount(), keyLog: TLSKeyLog? = nil
  ) throws(TLSError) {
    ERR_clear_error()
    guard let context = unsafe SSL_CTX_new(TLS_method()) else {
      throw TLSError(.broken, "OpenSSL cannot make a context: \(TLSError.drainText())")
    }
    do throws(TLSError) {
      try unsafe Self.setRules(context)
      revocationsExpire = try unsafe Self.load(
        configuration, into: context, now ?? Int64(time(nil)))
      identity = try unsafe Self.ownIdentity(context, configuration)
      if resumes { try unsafe Self.resume(role, context) }
    } catch {
      unsafe SSL_CTX_free(context)
      throw error
    }
    if keyLog != nil { unsafe TLSKeyLog.enable(context) }
    unsafe certificateExpires = cameo_time_seconds(
      X509_get0_notAfter(SSL_CTX_get0_certificate(context)))
    tickets = resumes && role == .server ? SessionTickets() : nil
    sessions = resumes && role == .client ? SessionCache() : nil
    longestBelief = seconds
    self.handshakes = handshakes
    self.role = role
    self.keyLog = keyLog
    unsafe self.context = context
  }

  /// Around a context that was set up elsewhere: for tests of peers that break the rules.
  init(role: Role, identity: PeerIdentity, owning context: OpaquePointer) {
    self.role = role
    self.identity = identity
    keyLog = nil
    handshakes = HandshakeCount()
    revocationsExpire = nil
    certificateExpires = .max
    tickets = nil
    longestBelief = 0
    sessions = nil
    unsafe self.context = context
  }

  deinit { unsafe SSL_CTX_free(context) }

  private static func setRules(_ context: OpaquePointer) throws(TLSError) {
    // AES-128-GCM first: the fastest of the three with AES instructions, and no weaker in practice.
    let suites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    guard unsafe cameo_ssl_ctx_only_tls13(context) == 1,
      unsafe SSL_CTX_set_ciphersuites(context, suites) == 1,
      unsafe cameo_ssl_ctx_set_groups(context, "X25519:P-256") == 1,
      unsafe SSL_CTX_set_num_tickets(context, 0) == 1
    else { throw TLSError(.broken, "OpenSSL refuses our rules: \(TLSError.drainText())") }
    unsafe cameo_ssl_ctx_set_modes(context)
    try unsafe TLSProtocol.require(context)
    unsafe TLSVerification.require(context)
  }

  private static func resume(_ role: Role, _ context: OpaquePointer) throws(TLSError) {
    switch role {
    case .client: unsafe SessionCache.enable(context)
    case .server:
      guard unsafe !SessionTickets.enable(context) else { return }
      throw TLSError(.broken, "OpenSSL refuses session tickets: \(TLSError.drainText())")
    }
  }

  /// Returns when the revocation lists end.
  private static func load(
    _ files: TLSConfiguration, into context: OpaquePointer, _ now: Int64
  ) throws(TLSError) -> Int64? {
    let trusted = try TrustedAuthorities(
      files.authority, revocations: files.revocations, now: now)
    try unsafe trusted.install(in: context)
    try checkReadable(files.certificate, "certificate")
    guard unsafe SSL_CTX_use_certificate_chain_file(context, files.certificate) == 1 else {
      throw unusable(files.certificate, "certificate")
    }
    try checkReadable(files.key, "private key")
    let loaded = unsafe SSL_CTX_use_PrivateKey_file(context, files.key, SSL_FILETYPE_PEM) == 1
    guard loaded, unsafe SSL_CTX_check_private_key(context) == 1 else {
      throw TLSError(
        .file,
        "private key \(files.key) does not fit certificate \(files.certificate), or is no PEM key: "
          + "\(TLSError.drainText())")
    }
    return trusted.revocationsExpire
  }

  private static func ownIdentity(
    _ context: OpaquePointer, _ files: TLSConfiguration
  ) throws(TLSError) -> PeerIdentity {
    guard let certificate = unsafe SSL_CTX_get0_certificate(context) else {
      throw unusable(files.certificate, "certificate")
    }
    do {
      return try unsafe PeerIdentity.read(certificate).get()
    } catch {
      throw TLSError(.file, "\(files.certificate): \(error.message)")
    }
  }

  static func checkReadable(_ path: String, _ what: String) throws(TLSError) {
    guard unsafe access(path, R_OK) != 0 else { return }
    throw TLSError(
      .file,
      "cannot read the \(what) file \(path): \(RuntimeError.text(errno)). Set its path, or make "
        + "development certificates with `cameo certs init DIR`")
  }

  static func unusable(_ path: String, _ what: String) -> TLSError {
    TLSError(
      .file, "the \(what) file \(path) holds no usable PEM certificate: \(TLSError.drainText())")
  }
}
