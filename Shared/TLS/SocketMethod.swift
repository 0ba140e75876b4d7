internal import COpenSSL

/// The one table of functions by which OpenSSL reaches our sockets (see the shim).
///
/// `@unchecked Sendable`: made once, never changed.
@safe
struct SocketMethod: @unchecked Sendable {
  let pointer: OpaquePointer?

  init() { unsafe pointer = cameo_bio_method() }
}
