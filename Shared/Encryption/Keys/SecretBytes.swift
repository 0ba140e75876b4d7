internal import COpenSSL

/// Memory for a key: written once, never copied by ARC, zeroed before it is given back.
///
/// `@unchecked Sendable`: the bytes are written in `init`, before anybody else has the object, and
/// overwritten in `deinit`, when nobody else has.
@safe final class SecretBytes: @unchecked Sendable {
  let count: Int
  private let bytes: UnsafeMutableRawPointer

  /// Bytes that `fill` writes; zeros where it does not.
  init(
    count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(EncryptionError) -> Void
  ) throws(EncryptionError) {
    self.count = count
    unsafe bytes = .allocate(byteCount: max(count, 1), alignment: 16)
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: count)
    unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
    try unsafe fill(buffer)
  }

  // It also runs when `fill` throws: the two properties are set by then.
  deinit {
    unsafe OPENSSL_cleanse(bytes, count)
    unsafe bytes.deallocate()
  }

  /// Bytes that the kernel chose, at most 256.
  static func random(count: Int) throws(EncryptionError) -> SecretBytes {
    try unsafe SecretBytes(count: count) { buffer throws(EncryptionError) in
      guard unsafe Randomness.fill(buffer) else { throw Randomness.error }
    }
  }

  /// A copy; the caller zeroes the original.
  static func copy(_ original: borrowing [UInt8]) throws(EncryptionError) -> SecretBytes {
    try unsafe SecretBytes(count: original.count) { buffer throws(EncryptionError) in
      unsafe buffer.copyBytes(from: original)
    }
  }

  /// Lends the bytes; the pointer ends with the closure.
  func withPointer<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    unsafe body(UnsafePointer(bytes.assumingMemoryBound(to: UInt8.self)))
  }

  /// Whether both hold the same, in a time that does not depend on where they differ.
  func equals(_ other: SecretBytes) -> Bool {
    guard count == other.count else { return false }
    return unsafe CRYPTO_memcmp(bytes, other.bytes, count) == 0
  }
}

extension [UInt8] {
  /// Overwrites what was secret. The array must not be shared, or a copy is overwritten.
  mutating func zero() {
    unsafe withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
  }

  /// Compares in a time that depends on the lengths alone: for tokens, hashes and tags.
  public static func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe left.withUnsafeBytes { left in
      unsafe right.withUnsafeBytes { right in
        unsafe left.isEmpty
          || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
      }
    }
  }
}
