internal import COpenSSL

/// AES-256-GCM: a key, a nonce that no other message under that key has, associated data that must
/// be the same again, and what is sealed.
///
/// The sealed form is `1 | nonce (12) | ciphertext | tag (16)`; the first byte is its version.
enum GCM {
  static let version: UInt8 = 1
  static let nonceCount = 12
  static let tagCount = 16
  static let overhead = 1 + nonceCount + tagCount
  static let keyCount = 32
  /// Far below what GCM permits (2^36 - 32 bytes), far above any payload: libcrypto counts in `int`.
  static let mostBytes = 1 << 28

  /// Fetched once: OpenSSL 3 looks an algorithm up by its name otherwise with every use.
  ///
  /// `@unchecked Sendable`: the object is immutable and lives as long as the process.
  @safe private struct Cipher: @unchecked Sendable {
    let pointer: OpaquePointer?
    init() { unsafe pointer = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) }
  }

  private static let cipher = Cipher()

  /// A nonce that the kernel chose.
  static func randomNonce() throws(EncryptionError) -> [UInt8] {
    var nonce = [UInt8](repeating: 0, count: nonceCount)
    var isDone = false
    unsafe nonce.withUnsafeMutableBytes { unsafe isDone = Randomness.fill($0) }
    guard isDone else { throw Randomness.error }
    return nonce
  }

  static func seal(
    _ plain: RawSpan, _ key: SecretBytes, nonce: [UInt8], associated: [UInt8]
  ) throws(EncryptionError) -> [UInt8] {
    guard nonce.count == nonceCount, key.count == keyCount, plain.byteCount <= mostBytes,
      let cipher = unsafe cipher.pointer
    else { throw EncryptionError(.library, "AES-256-GCM cannot seal this") }
    var isDone = false
    let total = plain.byteCount + overhead
    let sealed = unsafe [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      unsafe start.initialize(to: version)
      for index in nonce.indices { unsafe (start + 1 + index).initialize(to: nonce[index]) }
      isDone = unsafe key.withPointer { key in
        unsafe plain.withUnsafeBytes { plain in
          unsafe cameo_gcm_seal(
            cipher, key, nonce, associated, Int32(associated.count),
            plain.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(plain.count),
            start + 1 + nonceCount) == 1
        }
      }
      count = isDone ? total : 0
    }
    guard isDone else { throw EncryptionError(.library, "AES-256-GCM failed to seal") }
    return sealed
  }

  /// What was sealed, or nil where key, associated data or bytes are others than they were.
  static func open(_ sealed: RawSpan, _ key: SecretBytes, associated: [UInt8])
    throws(EncryptionError) -> [UInt8]?
  {
    try check(sealed)
    guard let cipher = unsafe cipher.pointer else {
      throw EncryptionError(.library, "libcrypto has no AES-256-GCM")
    }
    var isDone = false
    let total = sealed.byteCount - overhead
    let plain = unsafe [UInt8](unsafeUninitializedCapacity: max(total, 1)) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      isDone = unsafe key.withPointer { key in
        unsafe sealed.withUnsafeBytes { sealed in
          guard let bytes = unsafe sealed.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            return false
          }
          return unsafe cameo_gcm_open(
            cipher, key, bytes + 1, associated, Int32(associated.count), bytes + 1 + nonceCount,
            Int32(total), start) == 1
        }
      }
      count = isDone ? total : 0
    }
    return isDone ? plain : nil
  }

  private static func check(_ sealed: RawSpan) throws(EncryptionError) {
    guard sealed.byteCount >= overhead, sealed.byteCount <= mostBytes + overhead else {
      throw EncryptionError(
        .format, "\(sealed.byteCount) bytes are no sealed payload, which has at least \(overhead)")
    }
    let found = unsafe sealed.unsafeLoad(as: UInt8.self)
    guard found == version else {
      throw EncryptionError(
        .format,
        "a sealed payload has version \(found), and this program knows \(version): it is not"
          + " sealed, or a newer program wrote it")
    }
  }
}
