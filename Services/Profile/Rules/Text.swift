import ServiceKit
import Foundation

/// What text may be stored: trimmed, in Unicode normal form C, bounded, and without characters that
/// cannot be seen and change what is read (controls, direction overrides).
enum Text {
  /// The stored form of free text of at most `maxBytes` bytes of UTF-8; may be empty.
  static func clean(_ given: String, maxBytes: Int) throws(Violation) -> String {
    guard given.utf8.count <= maxBytes * 2 else { throw tooLong(maxBytes) }
    let text = trimmed(given).precomposedStringWithCanonicalMapping
    guard text.utf8.count <= maxBytes else { throw tooLong(maxBytes) }
    if let bad = text.unicodeScalars.first(where: isForbidden) {
      throw Violation(
        rule: "text.character", "contains the invisible character U+\(hex(bad)); remove it")
    }
    return text
  }

  /// The same, and not empty.
  static func required(_ given: String, maxBytes: Int) throws(Violation) -> String {
    let text = try clean(given, maxBytes: maxBytes)
    guard !text.isEmpty else { throw Violation(rule: "required", "must not be empty") }
    return text
  }

  /// A name in a program's sense: a lower case letter, then letters, digits and `extra`, at most
  /// `maxBytes`.
  static func name(_ given: String, extra: String = "_", maxBytes: Int = 64) throws(Violation)
    -> String
  {
    let isFine = { (byte: UInt8) in
      isLowerLetter(byte) || isDigit(byte) || extra.utf8.contains(byte)
    }
    guard let first = given.utf8.first, isLowerLetter(first), given.utf8.allSatisfy(isFine) else {
      throw Violation(
        rule: "name",
        "must start with a lower case letter and hold only lower case letters, digits and \(extra)")
    }
    guard given.utf8.count <= maxBytes else { throw tooLong(maxBytes) }
    return given
  }

  /// An id that someone else made: 1 to 128 bytes, graphic characters, no space; its case counts.
  static func identifier(_ given: String, maxBytes: Int = 128) throws(Violation) -> String {
    let text = try required(given, maxBytes: maxBytes)
    guard !text.unicodeScalars.contains(where: { $0.properties.isWhitespace }) else {
      throw Violation(rule: "id.space", "must not contain spaces")
    }
    return text
  }

  /// For comparing what people write: compatibility form, lower case, letters and digits only,
  /// single spaces.
  static func folded(_ text: String) -> String {
    let plain = text.precomposedStringWithCompatibilityMapping.lowercased()
    let words = plain.unicodeScalars.split { !isWordScalar($0) }
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  static func compatible(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping
  }

  static func trimmed(_ text: String) -> String {
    let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    let rest = text.unicodeScalars.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(rest[...last])
  }

  static func isLowerLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
  static func isUpperLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Letters, marks and numbers: what words are made of in any script.
  static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Controls but for tab and line feed, line separators, and what turns the direction of text.
  /// Joiners stay: some scripts and emoji need them.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: scalar.properties.generalCategory == .control
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16, uppercase: true)
  }

  private static func tooLong(_ maxBytes: Int) -> Violation {
    Violation(rule: "length", "is longer than \(maxBytes) bytes")
  }
}
