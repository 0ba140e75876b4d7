/// The key by which a service finds what it may not read: equal values give equal hashes, and nobody
/// without the key can tell of which value one is, not even by trying all telephone numbers.
///
/// One for the service and for as long as its data, so that two customers' values can be compared at
/// all; it is wrapped by the key-encryption key and does not change with it.
public struct IndexKey: Sendable, Equatable {
  let secret: SecretBytes

  /// A new key.
  public static func random() throws(EncryptionError) -> IndexKey {
    IndexKey(secret: try SecretBytes.random(count: 32))
  }

  /// In constant time.
  public static func == (left: Self, right: Self) -> Bool { left.secret.equals(right.secret) }

  /// The hash for one use. Values hashed for two uses cannot be compared.
  ///
  /// - Parameter domain: of the use, for example `profile.identifiers`; it never changes.
  public func hash(for domain: String) throws(EncryptionError) -> KeyedHash {
    var framed = Framed(.indexDomain)
    framed.append(domain)
    var key = try HMAC.sha256(framed.bytes, key: secret)
    defer { key.zero() }
    return KeyedHash(secret: try SecretBytes.copy(key))
  }
}

/// Bytes as lower-case hexadecimal digits.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// HMAC-SHA-256 for one use of an ``IndexKey``, cut to 128 bits for values and 64 for search terms.
public struct KeyedHash: Sendable {
  let secret: SecretBytes

  /// Bytes of a value's hash. Among n values the chance that any two share one is below n^2 / 2^129:
  /// 2^-69 among a thousand million.
  public static let count = 16
  /// Bytes of a term's token. Two terms may share one (among a million: one chance in 2^25); a search
  /// then finds somebody too many, whom its last step, reading what was sealed, leaves out.
  public static let tokenCount = 8

  /// The hash of a value in several parts, each with its own bounds: ("a", "bc") is not ("ab", "c").
  public func hash(_ parts: String...) throws(EncryptionError) -> [UInt8] {
    Array(try full(parts)[..<Self.count])
  }

  /// The token of a search term (``SearchTerms``).
  public func token(_ term: String) throws(EncryptionError) -> [UInt8] {
    Array(try full([term])[..<Self.tokenCount])
  }

  /// The hash of bytes, whole: 32 bytes.
  public func digest(_ bytes: [UInt8]) throws(EncryptionError) -> [UInt8] {
    var framed = Framed(.indexed, capacity: bytes.count + 8)
    framed.append(bytes)
    return try HMAC.sha256(framed.bytes, key: secret)
  }

  private func full(_ parts: [String]) throws(EncryptionError) -> [UInt8] {
    var framed = Framed(.indexed)
    for part in parts { framed.append(part) }
    return try HMAC.sha256(framed.bytes, key: secret)
  }
}
