internal import COpenSSL

/// ALPN: `cameo/1` or a fatal alert, on both sides.
enum TLSProtocol {
  static let name = "cameo/1"
  /// As ALPN lists it: a length byte, then the name (RFC 7301).
  private static let wire = [UInt8(name.utf8.count)] + Array(name.utf8)

  static func require(_ context: OpaquePointer) throws(TLSError) {
    guard unsafe SSL_CTX_set_alpn_protos(context, wire, UInt32(wire.count)) == 0 else {
      throw TLSError(.broken, "OpenSSL refuses ALPN: \(TLSError.drainText())")
    }
    unsafe SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nil)
    unsafe SSL_CTX_set_client_hello_cb(context, refuseHelloWithoutALPN, nil)
  }

  static func isAgreed(_ ssl: OpaquePointer) -> Bool {
    var bytes: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    unsafe SSL_get0_alpn_selected(ssl, &bytes, &count)
    let agreed = unsafe UnsafeBufferPointer(start: bytes, count: Int(count))
    return unsafe agreed.elementsEqual(name.utf8)
  }

  /// The offset and length of our name in a client's list; nil where it is not there or the list is
  /// malformed.
  fileprivate static func find(in list: UnsafeBufferPointer<UInt8>) -> (offset: Int, count: UInt8)?
  {
    var offset = 0
    while offset < list.count {
      let count = unsafe list[offset]
      let next = offset + 1 + Int(count)
      guard next <= list.count else { return nil }
      if unsafe list[(offset + 1)..<next].elementsEqual(name.utf8) { return (offset + 1, count) }
      offset = next
    }
    return nil
  }
}

/// Server: the client's list against our one name.
private func chooseProtocol(
  _ ssl: OpaquePointer?, _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  _ chosenCount: UnsafeMutablePointer<UInt8>?, _ list: UnsafePointer<UInt8>?, _ listCount: UInt32,
  _ context: UnsafeMutableRawPointer?
) -> Int32 {
  let offered = unsafe UnsafeBufferPointer(start: list, count: Int(listCount))
  guard let list = unsafe list, let (offset, count) = unsafe TLSProtocol.find(in: offered) else {
    unsafe TLSConnection.owner(of: ssl)?.refuse(.noProtocol)
    return SSL_TLSEXT_ERR_ALERT_FATAL
  }
  unsafe chosen?.pointee = list + offset
  unsafe chosenCount?.pointee = count
  return SSL_TLSEXT_ERR_OK
}

/// Server: OpenSSL does not ask `chooseProtocol` about a client that has no ALPN at all.
private func refuseHelloWithoutALPN(
  _ ssl: OpaquePointer?, _ alert: UnsafeMutablePointer<Int32>?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  var bytes: UnsafePointer<UInt8>?
  var count = 0
  let extensionNumber = UInt32(TLSEXT_TYPE_application_layer_protocol_negotiation)
  let isThere = unsafe SSL_client_hello_get0_ext(ssl, extensionNumber, &bytes, &count) == 1
  guard !isThere else { return SSL_CLIENT_HELLO_SUCCESS }
  unsafe TLSConnection.owner(of: ssl)?.refuse(.noProtocol)
  unsafe alert?.pointee = SSL_AD_NO_APPLICATION_PROTOCOL
  return SSL_CLIENT_HELLO_ERROR
}
