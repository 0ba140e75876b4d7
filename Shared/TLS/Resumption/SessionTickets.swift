internal import COpenSSL
import Glibc
internal import Synchronization

/// A server's side of resumption: stateless tickets (RFC 8446, section 4.6.1), sealed with keys that
/// only this context has, so that no ticket outlives the files that it was issued by.
///
/// A ticket holds the client's certificate and until when that may be believed without a full
/// handshake. Beyond that instant it is ignored, and the handshake is a full one.
final class SessionTickets: Sendable {
  private let ring = Mutex(TicketKeyRing())

  /// Sets a server's context up to issue tickets and take them.
  static func enable(_ context: OpaquePointer) -> Bool {
    let name = Array("cameo/1".utf8)
    guard unsafe cameo_ssl_ctx_resume_server(context) == 1,
      unsafe SSL_CTX_set_session_id_context(context, name, UInt32(name.count)) == 1,
      unsafe SSL_CTX_set_session_ticket_cb(context, issueTicket, openedTicket, nil) == 1,
      unsafe SSL_CTX_set_tlsext_ticket_key_evp_cb(context, protectTicket) == 1
    else { return false }
    unsafe SSL_CTX_set_timeout(context, Int(TicketKeyRing.lifetime))
    return true
  }

  fileprivate func sealingKey() -> TicketKeyRing.Key? {
    ring.withLock { ring in
      ring.sealing(at: Int64(time(nil))) {
        var bytes = [UInt8](repeating: 0, count: TicketKeyRing.Key.size)
        return unsafe RAND_bytes(&bytes, Int32(bytes.count)) == 1 ? bytes : nil
      }
    }
  }

  fileprivate func openingKey(_ name: UnsafeBufferPointer<UInt8>) -> TicketKeyRing.Key? {
    ring.withLock { unsafe $0.opening(name, at: Int64(time(nil))) }
  }
}

/// A ticket is about to be made: until when its session may be resumed goes into it.
private func issueTicket(_ ssl: OpaquePointer?, _ context: UnsafeMutableRawPointer?) -> Int32 {
  guard let connection = unsafe TLSConnection.owner(of: ssl) else { return 0 }
  var until = connection.authenticatedUntil.bigEndian
  return unsafe SSL_SESSION_set1_ticket_appdata(
    SSL_get_session(ssl), &until, MemoryLayout<Int64>.size)
}

/// A ticket has been opened, or could not be: whether its session is resumed. A fresh ticket is issued
/// either way, for clients use each once.
private func openedTicket(
  _ ssl: OpaquePointer?, _ session: OpaquePointer?, _ keyName: UnsafePointer<UInt8>?,
  _ keyNameCount: Int, _ status: SSL_TICKET_STATUS, _ context: UnsafeMutableRawPointer?
) -> SSL_TICKET_RETURN {
  let isOpen = status == SSL_TICKET_SUCCESS || status == SSL_TICKET_SUCCESS_RENEW
  guard isOpen, let connection = unsafe TLSConnection.owner(of: ssl),
    let until = unsafe deadline(of: session), until > Int64(time(nil)),
    unsafe SSL_SESSION_get0_peer(session) != nil
  else { return SSL_TICKET_RETURN_IGNORE_RENEW }
  connection.authenticatedUntil = until
  return SSL_TICKET_RETURN_USE_RENEW
}

private func deadline(of session: OpaquePointer?) -> Int64? {
  var data: UnsafeMutableRawPointer?
  var count = 0
  guard let session = unsafe session,
    unsafe SSL_SESSION_get0_ticket_appdata(session, &data, &count) == 1,
    count == MemoryLayout<Int64>.size, let data = unsafe data
  else { return nil }
  return unsafe Int64(bigEndian: data.loadUnaligned(as: Int64.self))
}

/// OpenSSL asks for the key: to seal a ticket, or to open the one with that name. 0: there is none, do
/// a full handshake.
private func protectTicket(
  _ ssl: OpaquePointer?, _ name: UnsafeMutablePointer<UInt8>?,
  _ vector: UnsafeMutablePointer<UInt8>?,
  _ cipher: OpaquePointer?, _ code: OpaquePointer?, _ isSealing: Int32
) -> Int32 {
  guard let tickets = unsafe TLSConnection.owner(of: ssl)?.context.tickets, let name = unsafe name,
    let vector = unsafe vector, let cipher = unsafe cipher, let code = unsafe code
  else { return -1 }
  if isSealing == 1 {
    guard let key = tickets.sealingKey() else { return -1 }
    _ = unsafe UnsafeMutableBufferPointer(start: name, count: TicketKeyRing.Key.nameSize)
      .update(fromContentsOf: key.name)
    return unsafe cameo_ticket_seal(key.bytes, vector, cipher, code)
  }
  let wanted = unsafe UnsafeBufferPointer(start: name, count: TicketKeyRing.Key.nameSize)
  guard let key = unsafe tickets.openingKey(wanted) else { return 0 }
  return unsafe cameo_ticket_open(key.bytes, vector, cipher, code)
}
