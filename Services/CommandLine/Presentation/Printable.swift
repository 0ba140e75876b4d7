import Foundation
import Messages

/// Text from outside may hold control characters, which could rewrite a terminal, and marks of writing
/// direction, which could show it in another order: they show as U+FFFD.
func printable(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { steers($0) ? "\u{FFFD}" : $0 }))
}

private func steers(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
}

extension Google.Timestamp {
  /// "1997-01-18", UTC.
  var day: String { String(minute.prefix(10)) }

  /// "1997-01-18 20:30", UTC.
  var minute: String {
    let date = Date(timeIntervalSince1970: Double(seconds))
    let style = Date.ISO8601FormatStyle(timeZone: .gmt)
    let text = date.formatted(style.year().month().day().time(includingFractionalSeconds: false))
    return text.replacingOccurrences(of: "T", with: " ").prefix(16).description
  }
}

extension ProfileV1.Money {
  var text: String { amount(minorUnits, currency) }
}

/// "345.67 USD". Currencies without two decimals: ISO 4217's list.
func amount(_ minorUnits: Int64, _ currency: String) -> String {
  let digits =
    switch currency {
    case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
      "XAF", "XOF", "XPF":
      0
    case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
    default: 2
    }
  let sign = minorUnits < 0 ? "-" : ""
  var text = String(minorUnits.magnitude)
  guard digits > 0 else { return "\(sign)\(text) \(currency)" }
  text = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
  return "\(sign)\(text.dropLast(digits)).\(text.suffix(digits)) \(currency)"
}
