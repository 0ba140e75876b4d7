internal import COpenSSL
import Glibc
internal import Synchronization

/// A client's side of resumption: the sessions that servers have given it tickets for, each to be used
/// once (RFC 8446, appendix C.4). It belongs to a context, so that a session never outlives the
/// certificate, the authorities and the revocations it was made under.
final class SessionCache: Sendable {
  /// Whose sessions: where the server was reached and whom it had to be.
  struct Key: Hashable {
    let address: String
    let expected: String?
  }

  /// Sessions for one server at most: a channel's connections, one a loop.
  static let mostForOne = 8
  /// Servers at most.
  static let mostServers = 256

  private let sessions = Mutex<[Key: [TLSSession]]>([:])

  static func enable(_ context: OpaquePointer) {
    unsafe cameo_ssl_ctx_resume_client(context)
    unsafe SSL_CTX_sess_set_new_cb(context, keepSession)
  }

  func add(_ session: TLSSession, for key: Key) {
    sessions.withLock { all in
      // Servers that are not there any more would else fill it: a miss costs one full handshake.
      if all[key] == nil, all.count >= Self.mostServers { all = [:] }
      var own = all[key, default: []]
      if own.count >= Self.mostForOne { own.removeFirst() }
      own.append(session)
      all[key] = own
    }
  }

  /// The newest session for that server, which is not there afterwards; nil where none may be resumed
  /// at `now`, in seconds since 1970.
  func take(for key: Key, at now: Int64) -> TLSSession? {
    sessions.withLock { all in
      guard let session = all[key]?.popLast() else { return nil }
      if all[key]?.isEmpty == true { all[key] = nil }
      guard session.authenticatedUntil > now else {
        // The others are older.
        all[key] = nil
        return nil
      }
      return session
    }
  }

  var count: Int { sessions.withLock { $0.values.reduce(0) { $0 + $1.count } } }
}

/// What a client needs to resume: OpenSSL's session, and until when its server's certificate may be
/// believed without a full handshake.
///
/// `@unchecked Sendable`: nothing changes the session after OpenSSL handed it out, and its reference
/// count is atomic.
@safe
final class TLSSession: @unchecked Sendable {
  let session: OpaquePointer
  /// Seconds since 1970.
  let authenticatedUntil: Int64

  /// Takes the session over.
  init(owning session: OpaquePointer, authenticatedUntil: Int64) {
    unsafe self.session = session
    self.authenticatedUntil = authenticatedUntil
  }

  deinit { unsafe SSL_SESSION_free(session) }
}

/// The server has sent a ticket. A copy of the session is kept: OpenSSL gives up its own where the
/// connection is cut off, which is when resuming pays. 0: it keeps its own.
private func keepSession(_ ssl: OpaquePointer?, _ session: OpaquePointer?) -> Int32 {
  guard let connection = unsafe TLSConnection.owner(of: ssl), let session = unsafe session,
    let cache = connection.context.sessions, let key = connection.sessionKey,
    unsafe SSL_SESSION_is_resumable(session) == 1, let copy = unsafe SSL_SESSION_dup(session)
  else { return 0 }
  let kept = unsafe TLSSession(owning: copy, authenticatedUntil: connection.authenticatedUntil)
  cache.add(kept, for: key)
  return 0
}
