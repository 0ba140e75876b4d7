/// The rule for customer ids, the same in every service: ULIDs, 48 bits of milliseconds and 80 of
/// chance, in 26 characters of Crockford's base 32, so that they sort by the time they were made.
///
/// A customer has one spelling. The base-32 text may be read in either case, and with look-alikes for
/// 0 and 1; yet each service keeps its records under the text, so a second spelling would be a second
/// customer, and a withdrawal under it would not reach the first. So any other spelling is refused.
///
/// Source: https://github.com/ulid/spec.
public enum CustomerID {
  /// Characters, and bytes, of an id.
  public static let length = 26
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// A new id.
  ///
  /// - Parameters:
  ///   - milliseconds: since 1970; 48 bits of them are kept.
  ///   - random: a source of chance, which tests may choose.
  public static func make(milliseconds: Int64, random: inout some RandomNumberGenerator) -> String {
    let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
    let high = UInt64.random(in: 0..<(1 << 40), using: &random)
    let low = UInt64.random(in: 0..<(1 << 40), using: &random)
    var text: [UInt8] = []
    text.reserveCapacity(length)
    for (value, digits) in [(time, 10), (high, 8), (low, 8)] {
      for digit in (0..<digits).reversed() {
        text.append(alphabet[Int(truncatingIfNeeded: (value >> (5 * UInt64(digit))) & 31)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What is wrong with `text` as a customer's id; nil where it is one in its only spelling: upper
  /// case, no look-alikes, and no more than 128 bits.
  public static func fault(in text: String) -> Violation? {
    let bytes = text.utf8
    if bytes.count == length, bytes.first ?? .max <= UInt8(ascii: "7"),
      bytes.allSatisfy(isDigit)
    {
      return nil
    }
    return Violation(
      rule: text.isEmpty ? "required" : "customer_id",
      "must be a customer id: 26 characters as in 01ARZ3NDEKTSV4RRFFQ69G5FAV, upper case")
  }

  /// Whether a byte is in the alphabet; without a search, for every read asks it 26 times.
  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "O"), UInt8(ascii: "U"): false
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }
}
