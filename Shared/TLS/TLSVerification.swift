internal import COpenSSL

/// The peer's certificate: present, from our authority, in its time, and naming whom we expect.
/// Checked inside the handshake, so that a refusal reaches the peer as a fatal alert.
enum TLSVerification {
  static func require(_ context: OpaquePointer) {
    unsafe SSL_CTX_set_verify(
      context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, verifyPeer)
    unsafe SSL_CTX_set_verify_depth(context, 4)
  }
}

/// OpenSSL calls this for each certificate of the chain, the peer's own last, with what it found
/// itself.
private func verifyPeer(_ isAccepted: Int32, _ store: OpaquePointer?) -> Int32 {
  guard isAccepted == 1 else { return 0 }
  guard unsafe X509_STORE_CTX_get_error_depth(store) == 0 else { return 1 }
  let index = SSL_get_ex_data_X509_STORE_CTX_idx()
  guard let store = unsafe store,
    let data = unsafe X509_STORE_CTX_get_ex_data(store, index),
    let connection = unsafe TLSConnection.owner(of: OpaquePointer(data)),
    let certificate = unsafe X509_STORE_CTX_get_current_cert(store),
    unsafe connection.accept(certificate)
  else {
    unsafe X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION)
    return 0
  }
  unsafe connection.believe(store)
  return 1
}
