/// The keys that a server seals session tickets with, and their rotation: a new one each hour, with
/// which it seals; the one before still opens. A ticket older than two keys is not opened any more.
///
/// Pure: time and new keys come from outside.
struct TicketKeyRing {
  /// How long a key seals, in seconds.
  static let lifetime: Int64 = 3_600

  /// What a ticket is sealed with: AES-256-CBC and HMAC-SHA-256, as RFC 5077, section 4, recommends.
  struct Key: Equatable {
    static let nameSize = 16
    static let size = 80

    /// 16 bytes that name it in the ticket, 32 to encrypt, 32 to authenticate.
    let bytes: [UInt8]
    /// Seconds since 1970.
    let made: Int64

    var name: ArraySlice<UInt8> { bytes.prefix(Self.nameSize) }
  }

  private var newest: Key?
  private var previous: Key?

  /// The key to seal with at `now`, in seconds since 1970; `fresh` makes `Key.size` random bytes, or
  /// none where it cannot.
  mutating func sealing(at now: Int64, _ fresh: () -> [UInt8]?) -> Key? {
    if let newest, now - newest.made < Self.lifetime, now >= newest.made { return newest }
    guard let bytes = fresh(), bytes.count == Key.size else { return nil }
    previous = newest
    newest = Key(bytes: bytes, made: now)
    return newest
  }

  /// The key of that name, if it still opens tickets at `now`.
  func opening(_ name: some Sequence<UInt8>, at now: Int64) -> Key? {
    for case let key? in [newest, previous]
    where now - key.made < 2 * Self.lifetime && key.name.elementsEqual(name) { return key }
    return nil
  }
}
