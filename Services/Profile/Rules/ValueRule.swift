import ServiceKit
import Messages

/// What values attributes and properties may take, and the bytes that put them in an order.
enum ValueRule {
  static let longestText = 1024

  static func normalise(_ given: ProfileV1.Value?) throws(Violation) -> ProfileV1.Value {
    switch given?.kind {
    case nil:
      throw Violation(rule: "required", "a value is needed")
    case .text(let text):
      return ProfileV1.Value(kind: .text(try Text.required(text, maxBytes: longestText)))
    case .real(let number):
      guard number.isFinite else { throw Violation(rule: "real", "must be a finite number") }
      // One zero: -0 and 0 are the same fact.
      return ProfileV1.Value(kind: .real(number == 0 ? 0 : number))
    case .date(let date):
      try CalendarDate.check(date)
      return ProfileV1.Value(kind: .date(date))
    case .integer(let number): return ProfileV1.Value(kind: .integer(number))
    case .flag(let flag): return ProfileV1.Value(kind: .flag(flag))
    }
  }

  /// A value of the form that the catalogue asks for.
  static func normalise(
    _ given: ProfileV1.Value?, as form: Catalogue.Form, now: Google.Timestamp
  ) throws(Violation) -> ProfileV1.Value {
    let value = try normalise(given)
    switch (form, value.kind) {
    case (.text, .text), (.integer, .integer): return value
    case (.birthDate, .date(let date)):
      try CalendarDate.checkBirth(date, now: now)
      return value
    case (.timeZone, .text(let name)):
      guard TimeZoneNames.contains(name) else {
        throw Violation(
          rule: "time_zone",
          "must be a zone of the time zone database, as in Europe/Prague")
      }
      return value
    case (.jurisdiction, .text(let code)):
      return ProfileV1.Value(kind: .text(try Jurisdiction.normalise(code)))
    case (.language, .text(let tag)):
      return ProfileV1.Value(kind: .text(try LanguageTag.normalise(tag)))
    default:
      throw Violation(rule: "value.type", "must be \(describe(form))")
    }
  }

  /// Bytes that compare as the values do within one type; no two values share theirs. Texts hold no
  /// zero byte, so a zero may end them.
  static func orderedBytes(_ value: ProfileV1.Value?) -> [UInt8] {
    switch value?.kind {
    case nil: [0]
    case .text(let text): [1] + Array(text.utf8) + [0]
    case .integer(let number): [2] + Sortable.bytes(number)
    case .real(let number): [3] + Sortable.bytes(number)
    case .flag(let flag): [4, flag ? 1 : 0]
    case .date(let date):
      [5] + Sortable.bytes(Int64(date.year)) + [
        UInt8(clamping: date.month), UInt8(clamping: date.day),
      ]
    }
  }

  private static func describe(_ form: Catalogue.Form) -> String {
    switch form {
    case .integer: "an integer"
    case .birthDate: "a date"
    case .text, .timeZone, .jurisdiction, .language: "a text"
    }
  }
}

/// Numbers as bytes that compare (unsigned, from the left) as the numbers do.
enum Sortable {
  static func bytes(_ number: Int64) -> [UInt8] {
    bytes(UInt64(bitPattern: number) ^ (1 << 63))
  }

  /// Finite numbers only. Negative numbers have all bits turned, others the sign bit.
  static func bytes(_ number: Double) -> [UInt8] {
    let bits = number.bitPattern
    return bytes(bits >> 63 == 1 ? ~bits : bits | (1 << 63))
  }

  /// The integer that has these eight bytes.
  static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 {
    Int64(bitPattern: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } ^ (1 << 63))
  }

  private static func bytes(_ bits: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
  }
}
