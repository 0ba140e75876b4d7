/// A key that wraps other keys and seals nothing else. It comes from outside the database, has an id,
/// and is replaced now and then (``SubjectKeys/rotate(batch:progress:)``).
public struct KeyEncryptionKey: Sendable, Equatable {
  /// Names the key beside everything it wraps: 1 to 64 letters, digits, `-`, `_` and `.`; a date does
  /// well, `2026-11`.
  public let id: String
  let secret: SecretBytes

  init(id: String, secret: SecretBytes) {
    (self.id, self.secret) = (id, secret)
  }

  /// A new key by a name.
  public static func random(id: String) throws(EncryptionError) -> KeyEncryptionKey {
    try check(id: id)
    return KeyEncryptionKey(id: id, secret: try SecretBytes.random(count: GCM.keyCount))
  }

  /// In constant time as to the keys.
  public static func == (left: Self, right: Self) -> Bool {
    left.id == right.id && left.secret.equals(right.secret)
  }

  static func check(id: String) throws(EncryptionError) {
    let isFine = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard (1...64).contains(id.utf8.count), id.utf8.allSatisfy(isFine) else {
      throw EncryptionError(
        .source, "an id of a key-encryption key has 1 to 64 letters, digits, - _ and . only")
    }
  }

  /// Wraps a key that is kept under `name` for a `purpose`: 61 bytes, as a payload is sealed.
  func wrap(_ key: SecretBytes, for purpose: Purpose, _ name: String) throws(EncryptionError)
    -> [UInt8]
  {
    let nonce = try GCM.randomNonce()
    let associated = associatedData(purpose, name)
    var plain = unsafe key.withPointer {
      unsafe Array(UnsafeBufferPointer(start: $0, count: key.count))
    }
    defer { plain.zero() }
    return try unsafe GCM.seal(plain.span.bytes, secret, nonce: nonce, associated: associated)
  }

  /// The key that ``wrap(_:for:_:)`` was given.
  ///
  /// - Throws: `wrongKey` if this key did not wrap it, or did so for another name or purpose.
  func unwrap(_ wrapped: [UInt8], for purpose: Purpose, _ name: String) throws(EncryptionError)
    -> SecretBytes
  {
    let associated = associatedData(purpose, name)
    guard var plain = try unsafe GCM.open(wrapped.span.bytes, secret, associated: associated),
      plain.count == GCM.keyCount
    else {
      throw EncryptionError(
        .wrongKey,
        "the key-encryption key \"\(id)\" does not unwrap the \(purpose.rawValue) key \(name): another"
          + " key was given by that id, or the stored key was changed")
    }
    defer { plain.zero() }
    return try SecretBytes.copy(plain)
  }

  enum Purpose: String {
    case subject
    case service
  }

  private func associatedData(_ purpose: Purpose, _ name: String) -> [UInt8] {
    var framed = Framed(.wrapping)
    framed.append(id)
    framed.append(purpose.rawValue)
    framed.append(name)
    return framed.bytes
  }
}
