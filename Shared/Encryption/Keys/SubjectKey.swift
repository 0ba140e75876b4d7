/// The key of one data subject: 256 bits that seal everything personal of theirs and nothing of
/// anybody else. Without it what it sealed is noise, in every copy there is.
///
/// Safe for 2^32 payloads: nonces are 96 random bits, and up to that many the chance that two are the
/// same stays below 2^-32 (NIST SP 800-38D, 8.3). A subject written once a second reaches it in 136
/// years; their payloads, at most 2^28 bytes each, stay within GCM's limit on data (5.2.1.1).
public struct SubjectKey: Sendable, Equatable {
  static let count = GCM.keyCount

  let secret: SecretBytes

  /// A new key.
  public static func random() throws(EncryptionError) -> SubjectKey {
    SubjectKey(secret: try SecretBytes.random(count: count))
  }

  /// In constant time.
  public static func == (left: Self, right: Self) -> Bool { left.secret.equals(right.secret) }

  /// Seals a payload to be kept at `place`: 29 bytes longer than it was, different each time.
  public func seal(_ payload: [UInt8], at place: Place) throws(EncryptionError) -> [UInt8] {
    try unsafe GCM.seal(
      payload.span.bytes, secret, nonce: try GCM.randomNonce(), associated: place.associatedData)
  }

  /// A name for the subject, or for something of theirs, that nobody can tell whose it is without the
  /// key, not even by trying all customers; without meaning for good once the key is destroyed.
  ///
  /// 32 hexadecimal digits; two share one by chance as ``KeyedHash/count`` says.
  public func pseudonym(for domain: String, _ part: String = "") throws(EncryptionError) -> String {
    var framed = Framed(.pseudonym)
    framed.append(domain)
    framed.append(part)
    return hexadecimal(try HMAC.sha256(framed.bytes, key: secret)[..<KeyedHash.count])
  }

  /// The payload that was sealed to be kept at `place`.
  ///
  /// - Throws: `notAuthentic` if it was not sealed by this key for this place, or has been changed;
  ///   `format` if it is no sealed payload.
  public func open(_ sealed: [UInt8], at place: Place) throws(EncryptionError) -> [UInt8] {
    try unsafe open(sealed.span.bytes, at: place)
  }

  /// The same, from bytes where a database holds them.
  public func open(_ sealed: RawSpan, at place: Place) throws(EncryptionError) -> [UInt8] {
    guard let payload = try GCM.open(sealed, secret, associated: place.associatedData) else {
      throw EncryptionError(
        .notAuthentic,
        "\(place.table).\(place.column) of \(place.customer) does not open: it was changed, moved, or"
          + " sealed under another key; restore it from a backup")
    }
    return payload
  }
}

/// Tells sealed payloads from messages that were stored before encryption was switched on.
public enum SealedPayload {
  /// Bytes that sealing adds.
  public static let overhead = GCM.overhead

  /// Whether the bytes are sealed, where the alternative is a message of protocol buffers: those never
  /// begin with a byte below 8, which would be a field of number 0.
  public static func isSealed(_ bytes: [UInt8]) -> Bool {
    bytes.first == GCM.version && bytes.count >= overhead
  }
}
