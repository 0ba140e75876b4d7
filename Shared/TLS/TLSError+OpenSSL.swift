internal import COpenSSL
import Runtime

extension TLSError {
  /// From the error queue, which is empty afterwards, and what the certificate check said.
  static func drain(_ ssl: OpaquePointer) -> TLSError {
    let error = ERR_peek_error()
    ERR_clear_error()
    let reason = cameo_error_reason(error)
    guard cameo_error_is_ssl(error) != 0 else {
      return TLSError(.broken, "TLS failed: \(text(error))")
    }
    if reason > cameo_alert_offset { return refused(byAlert: reason - cameo_alert_offset) }
    switch reason {
    case SSL_R_CERTIFICATE_VERIFY_FAILED: return unsafe unverified(ssl)
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return TLSError(.certificate, "the peer presented no certificate: both sides must have one")
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_WRONG_SSL_VERSION:
      return TLSError(.version, "the peer does not speak TLS 1.3, and nothing older is accepted")
    case SSL_R_HTTP_REQUEST, SSL_R_WRONG_VERSION_NUMBER:
      return TLSError(.version, "the peer does not speak TLS on this port")
    case SSL_R_NO_APPLICATION_PROTOCOL: return noProtocol
    case SSL_R_UNEXPECTED_EOF_WHILE_READING: return truncated
    default: return TLSError(.broken, "TLS failed: \(text(error))")
    }
  }

  static let truncated = TLSError(.truncated, "the peer went away without closing the connection")
  static let noProtocol = TLSError(.alpn, "the peer does not speak cameo/1 (ALPN)")

  static func socket(_ number: Int32) -> TLSError {
    TLSError(.socket, "the connection failed: \(RuntimeError.text(number))")
  }

  private static func unverified(_ ssl: OpaquePointer) -> TLSError {
    let result = unsafe SSL_get_verify_result(ssl)
    if result == Int(X509_V_ERR_CRL_HAS_EXPIRED) {
      return TLSError(
        .certificate,
        "the peer's certificate is not accepted: our revocation list has ended, and nobody's is until "
          + "there is a new one")
    }
    let reason = unsafe String(cString: X509_verify_cert_error_string(result))
    return TLSError(.certificate, "the peer's certificate is not accepted: \(reason)")
  }

  private static func refused(byAlert alert: Int32) -> TLSError {
    let name = unsafe String(cString: SSL_alert_desc_string_long(alert))
    return alert == SSL_AD_PROTOCOL_VERSION
      ? TLSError(.version, "the peer refused TLS 1.3 (alert: \(name))")
      : alert == SSL_AD_NO_APPLICATION_PROTOCOL
        ? TLSError(.alpn, "the peer refused cameo/1 (alert: \(name))")
        : TLSError(.refused, "the peer refused the connection (alert: \(name)); its log says why")
  }

  /// The library's own words for an error of its queue.
  static func text(_ error: UInt) -> String {
    // An error of the system travels as its errno under this bit (ERR_SYSTEM_FLAG).
    if error & 0x8000_0000 != 0 { return RuntimeError.text(Int32(error & 0x7FFF_FFFF)) }
    guard let reason = unsafe ERR_reason_error_string(error) else { return "error \(error)" }
    return unsafe String(cString: reason)
  }

  /// The first error of the queue in words; the queue is empty afterwards.
  static func drainText() -> String {
    let error = ERR_peek_error()
    ERR_clear_error()
    return text(error)
  }
}
