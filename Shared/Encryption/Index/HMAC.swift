internal import COpenSSL

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) with a key of 32 bytes.
enum HMAC {
  /// Fetched once, as the cipher is.
  ///
  /// `@unchecked Sendable`: the object is immutable and lives as long as the process.
  @safe private struct Digest: @unchecked Sendable {
    let pointer: OpaquePointer?
    init() { unsafe pointer = EVP_MD_fetch(nil, "SHA2-256", nil) }
  }

  private static let digest = Digest()

  static func sha256(_ message: [UInt8], key: SecretBytes) throws(EncryptionError) -> [UInt8] {
    precondition(key.count == 32)
    guard let digest = unsafe digest.pointer else {
      throw EncryptionError(.library, "libcrypto has no SHA-256")
    }
    var isDone = false
    let hash = unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      isDone = unsafe key.withPointer { key in
        unsafe cameo_hmac_sha256(digest, key, message, message.count, start) == 1
      }
      count = isDone ? 32 : 0
    }
    guard isDone else { throw EncryptionError(.library, "HMAC-SHA-256 failed") }
    return hash
  }
}
