import ServiceKit
internal import CPhoneNumber

/// Telephone numbers in E.164, by libphonenumber's numbering plans.
enum PhoneRule {
  /// A number and the country that it belongs to ("001": none, e.g. satellite phones).
  struct Number: Equatable, Sendable {
    var e164: String
    var region: String
  }

  private static let longest = 100

  /// `region` is the ISO 3166-1 country in which a number without + is read; "" when only one with
  /// + will do.
  static func normalise(_ given: String, region: String) throws(Violation) -> Number {
    let text = try Text.required(given, maxBytes: longest)
    let country = region.uppercased()
    guard country.isEmpty || Countries.contains(country) else {
      throw Violation("region", rule: "country", "\(region) is no ISO 3166-1 country code")
    }
    let result = parse(text, country)
    guard result.status == CAMEO_PHONE_OK else {
      throw violation(result.status, isInternational: text.hasPrefix("+"))
    }
    return Number(e164: "+" + String(result.e164), region: letters(result.region))
  }

  private static func parse(_ text: String, _ region: String) -> cameo_phone_result {
    let bytes = Array(text.utf8).map { CChar(bitPattern: $0) }
    let zeroTerminated = region.utf8.map { CChar(bitPattern: $0) } + [0]
    return unsafe bytes.withUnsafeBufferPointer { text in
      unsafe zeroTerminated.withUnsafeBufferPointer { region in
        unsafe cameo_phone_parse(text.baseAddress, text.count, region.baseAddress)
      }
    }
  }

  private static func letters(_ packed: UInt32) -> String {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: packed >> (8 * $0)) }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func violation(_ status: cameo_phone_status, isInternational: Bool) -> Violation {
    switch status {
    case CAMEO_PHONE_REGION_NEEDED where isInternational:
      Violation(rule: "phone.country", "starts with a country code that does not exist")
    case CAMEO_PHONE_REGION_NEEDED:
      Violation(
        rule: "phone.region", "has no country: write it with + and country code, or give the region"
      )
    case CAMEO_PHONE_TOO_SHORT: Violation(rule: "phone.length", "is too short for its country")
    case CAMEO_PHONE_TOO_LONG: Violation(rule: "phone.length", "is too long for its country")
    case CAMEO_PHONE_NOT_ASSIGNED:
      Violation(rule: "phone.range", "is in no number range of its country")
    case CAMEO_PHONE_HAS_EXTENSION:
      Violation(rule: "phone.extension", "has an extension; give the number that is dialled")
    case CAMEO_PHONE_UNAVAILABLE:
      Violation(rule: "phone.unavailable", "could not be checked; try again")
    default: Violation(rule: "phone.number", "is no telephone number")
    }
  }
}
