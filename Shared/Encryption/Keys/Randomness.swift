import Glibc

/// Random bytes from the kernel, each time anew: what a process had in store would come twice where
/// a virtual machine is copied while it runs, and a nonce that comes twice gives a payload away. It
/// costs 360 ns; libcrypto's generator takes 640.
enum Randomness {
  static let error = EncryptionError(.library, "the system gives no randomness")

  /// Fills at most 256 bytes, which the kernel gives whole or, before it has any to give, waits for.
  static func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
    guard let start = buffer.baseAddress, buffer.count <= 256 else { return false }
    return unsafe getentropy(start, buffer.count) == 0
  }
}
