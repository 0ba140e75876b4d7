internal import COpenSSL
import Glibc

/// TLS over one non-blocking socket. Belongs to one loop: not Sendable. Owns its `SSL*`, not the
/// descriptor.
///
/// Read until `.wantRead`, with a level-triggered watch: what OpenSSL holds decrypted or read
/// ahead, epoll does not report. A read may want to write and the reverse; do then what was asked
/// and call the same function again.
@safe
public final class TLSConnection {
  let context: TLSContext
  let ssl: OpaquePointer
  private let bio: OpaquePointer
  private let expected: String?
  private var isEstablished = false
  private var isClosing = false
  private var refusal: TLSError?
  private var identity: PeerIdentity?
  /// Under which the session that the server gives us is kept; nil keeps none.
  let sessionKey: SessionCache.Key?
  /// Until when the peer's certificate may be believed without another full handshake, in seconds
  /// since 1970: it, its authorities and the revocation lists are of use that long, a day at most.
  var authenticatedUntil: Int64 = 0

  /// Whether the handshake resumed a session, and did not exchange certificates anew.
  public var isResumed: Bool { unsafe isEstablished && SSL_session_reused(ssl) == 1 }

  /// Who is there; nil before the handshake is done.
  public var peer: PeerIdentity? { isEstablished ? identity : nil }

  /// Takes no ownership of `fd`.
  ///
  /// - Parameters:
  ///   - peer: the SPIFFE URI the peer must have; nil accepts any identity of our authority.
  ///   - address: where a client reaches its server: a session that this one gave before, to whoever
  ///     expected the same peer, is resumed. Nil resumes none.
  public init(
    _ context: TLSContext, fd: Int32, expecting peer: String? = nil, at address: String? = nil
  ) {
    guard let method = unsafe Self.method.pointer, let bio = unsafe cameo_bio_new(method, fd),
      let ssl = unsafe SSL_new(context.context)
    else { fatalError("OpenSSL is out of memory") }
    unsafe SSL_set_bio(ssl, bio, bio)
    self.context = context
    unsafe self.ssl = ssl
    unsafe self.bio = bio
    expected = peer
    sessionKey = address.map { SessionCache.Key(address: $0, expected: peer) }
    switch context.role {
    case .client: unsafe SSL_set_connect_state(ssl)
    case .server: unsafe SSL_set_accept_state(ssl)
    }
    unsafe cameo_ssl_set_owner(ssl, Unmanaged.passUnretained(self).toOpaque())
    offerSession()
  }

  deinit { unsafe SSL_free(ssl) }

  /// Drives the handshake as far as it goes. After `.done` read at once: bytes may have come along.
  /// A client learns only from its first read that the server refused it.
  public func handshake() -> HandshakeResult {
    if let identity, isEstablished { return .done(identity) }
    if let refusal { return .failed(refusal) }
    ERR_clear_error()
    let result = unsafe SSL_do_handshake(ssl)
    guard result == 1 else {
      switch outcome(result) {
      case .wantRead: return .wantRead
      case .wantWrite: return .wantWrite
      case .closed: return .failed(.truncated)
      case .failed(let error): return .failed(error)
      }
    }
    let isResumed = unsafe SSL_session_reused(ssl) == 1
    if isResumed, !acceptResumed() { return .failed(fail(.noProtocol)) }
    guard let identity, unsafe TLSProtocol.isAgreed(ssl) else { return .failed(.noProtocol) }
    isEstablished = true
    context.handshakes.add(isResumed: isResumed)
    unsafe cameo_bio_rearm(bio)
    return .done(identity)
  }

  /// Fills `buffer` from the records that are there.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> TransferResult {
    if let refusal { return .failed(refusal) }
    var count = 0
    ERR_clear_error()
    let result = unsafe SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
    return result == 1 ? .bytes(count) : transferOutcome(result)
  }

  /// Writes what fits: `.bytes` may be fewer than given. After a `.want…` the same bytes must be
  /// given again, wherever they lie by then, and as many or more.
  public func write(_ buffer: UnsafeRawBufferPointer) -> TransferResult {
    if let refusal { return .failed(refusal) }
    guard !isClosing else { return .closed }
    guard buffer.count > 0 else { return .bytes(0) }
    var count = 0
    ERR_clear_error()
    let result = unsafe SSL_write_ex(ssl, buffer.baseAddress, buffer.count, &count)
    return result == 1 ? .bytes(count) : transferOutcome(result)
  }

  /// Tells the peer that nothing more comes; flush first. Best effort: where the socket is full it
  /// is not sent.
  public func closeNotify() {
    guard isEstablished, refusal == nil, !isClosing else { return }
    isClosing = true
    ERR_clear_error()
    _ = unsafe SSL_shutdown(ssl)
    ERR_clear_error()
  }

  /// Whether OpenSSL holds bytes that epoll will not report: read on before waiting.
  public var hasPending: Bool { unsafe SSL_has_pending(ssl) == 1 }

  private enum Outcome {
    case wantRead, wantWrite, closed
    case failed(TLSError)
  }

  /// What a call that brought nothing means. A failed connection stays failed: OpenSSL allows no
  /// further calls on it.
  private func outcome(_ result: Int32) -> Outcome {
    let number = errno
    switch unsafe SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ:
      unsafe cameo_bio_rearm(bio)
      return .wantRead
    case SSL_ERROR_WANT_WRITE: return .wantWrite
    case SSL_ERROR_ZERO_RETURN: return .closed
    case SSL_ERROR_SYSCALL:
      ERR_clear_error()
      return .failed(fail(number == 0 ? .truncated : .socket(number)))
    default: return .failed(fail(unsafe TLSError.drain(ssl)))
    }
  }

  private func transferOutcome(_ result: Int32) -> TransferResult {
    switch outcome(result) {
    case .wantRead: .wantRead
    case .wantWrite: .wantWrite
    case .closed: .closed
    case .failed(let error): .failed(error)
    }
  }

  private func fail(_ error: TLSError) -> TLSError {
    let first = refusal ?? error
    refusal = first
    return first
  }

  private static let method = SocketMethod()
}

extension TLSConnection {
  /// Whose connection a callback of OpenSSL is about.
  static func owner(of ssl: OpaquePointer?) -> TLSConnection? {
    guard let ssl = unsafe ssl, let pointer = unsafe cameo_ssl_owner(ssl) else { return nil }
    return unsafe Unmanaged<TLSConnection>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Remembers our own reason, which is clearer than the library's.
  func refuse(_ error: TLSError) { refusal = error }

  /// Whether a certificate that OpenSSL found valid belongs to whom we expect, on a connection that
  /// speaks our protocol.
  func accept(_ certificate: OpaquePointer) -> Bool {
    guard unsafe TLSProtocol.isAgreed(ssl) else {
      refuse(.noProtocol)
      return false
    }
    switch unsafe PeerIdentity.read(certificate) {
    case .failure(let error):
      refuse(TLSError(.identity, "the peer is refused: \(error.message)"))
    case .success(let found):
      identity = found
      guard let expected, expected != found.uri else { return true }
      refuse(TLSError(.identity, "the peer is \(found.uri), not \(expected) as expected"))
    }
    return false
  }
}
