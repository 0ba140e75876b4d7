/// Several byte strings as one, so that no two different lists give the same: a kind, then each with
/// its length in front (32 bits, big-endian).
struct Framed {
  /// What the bytes are for; two purposes never share a kind.
  enum Kind: UInt8 {
    case payload = 1
    case wrapping = 2
    case indexDomain = 3
    case indexed = 4
    case pseudonym = 5
  }

  private(set) var bytes: [UInt8]

  init(_ kind: Kind, capacity: Int = 96) {
    bytes = []
    bytes.reserveCapacity(capacity)
    bytes.append(kind.rawValue)
  }

  mutating func append(_ text: String) {
    appendCount(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ part: [UInt8]) {
    appendCount(part.count)
    bytes.append(contentsOf: part)
  }

  private mutating func appendCount(_ count: Int) {
    let count = UInt32(count)
    bytes.append(UInt8(truncatingIfNeeded: count >> 24))
    bytes.append(UInt8(truncatingIfNeeded: count >> 16))
    bytes.append(UInt8(truncatingIfNeeded: count >> 8))
    bytes.append(UInt8(truncatingIfNeeded: count))
  }
}
