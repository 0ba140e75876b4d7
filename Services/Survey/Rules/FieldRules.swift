import Messages
import ServiceKit

/// Rules that fields of several requests share.
enum FieldRules {
  /// A customer's id.
  static func customerID(_ id: String, _ field: String) -> Violation? {
    CustomerID.fault(in: id)?.within(field)
  }

  /// An id that a client makes, and that is an idempotency key.
  static func clientID(_ id: String, _ field: String) -> Violation? {
    ClientID.fault(in: id)?.within(field)
  }

  /// A survey's id, where one is named: 1 to 64 letters, digits, '-', '_', '.' and ':'.
  static func surveyID(_ id: String, _ field: String) -> Violation? {
    if id.isEmpty { return required(field) }
    if id.utf8.count <= 64, id.utf8.allSatisfy({ isWord($0) || $0 == dot || $0 == colon }) {
      return nil
    }
    return Violation(
      field, rule: "id",
      "Use at most 64 letters, digits, '-', '_', '.' and ':'; no other characters.")
  }

  /// The number of a survey's version: in `versions`, whose first may mean something else, as 0 the
  /// newest.
  static func version(_ number: UInt32, _ field: String, in versions: ClosedRange<UInt32>)
    -> Violation?
  {
    versions.contains(number)
      ? nil
      : Violation(field, rule: "range", "It is \(versions.lowerBound) to \(versions.upperBound).")
  }

  /// The most versions that a survey may have.
  static let mostVersions: UInt32 = 1_000_000

  /// An id inside a survey, which people write by hand: 1 to 64 lower-case letters, digits, '-' and
  /// '_'.
  static func name(_ id: String, _ field: String) -> Violation? {
    if id.isEmpty { return required(field) }
    if id.utf8.count <= 64, id.utf8.allSatisfy({ isWord($0) && !isUpperCase($0) }) { return nil }
    return Violation(
      field, rule: "id",
      "Use at most 64 lower-case letters, digits, '-' and '_'; no other characters.")
  }

  /// Words for people: not empty, at most `most` bytes.
  static func text(_ text: String, _ field: String, most: Int) -> Violation? {
    text.isEmpty ? required(field) : length(text, field, most: most)
  }

  /// At most `most` bytes.
  static func length(_ text: String, _ field: String, most: Int) -> Violation? {
    text.utf8.count <= most
      ? nil : Violation(field, rule: "length", "Shorten it to at most \(most) bytes of UTF-8.")
  }

  /// An instant from the year 1 to 9999, as Timestamp allows.
  static func instant(_ instant: Google.Timestamp, _ field: String) -> Violation? {
    instant.isValid
      ? nil : Violation(field, rule: "instant", "Give an instant of the years 1 to 9999.")
  }

  /// The violation of a field that must be given and is not.
  static func required(_ field: String) -> Violation {
    Violation(field, rule: "required", "Give \(field).")
  }

  /// One violation for each value that stands at an earlier place too.
  static func unique(_ values: [String], _ field: (Int) -> String) -> [Violation] {
    var seen: Set<String> = []
    return values.enumerated().compactMap { place, value in
      seen.insert(value).inserted
        ? nil : Violation(field(place), rule: "unique", "'\(value)' is given twice; give it once.")
    }
  }

  private static let dot = UInt8(ascii: ".")
  private static let colon = UInt8(ascii: ":")

  private static func isUpperCase(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: isUpperCase(byte)
    }
  }
}
