import FoundationEssentials

@testable import Consent

extension Instant {
  /// "2025-03-09T07:00:00Z", with fractions of a second if wanted. What cannot be read is 1970.
  static func utc(_ text: String) -> Instant {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    let date = (try? style.parse(text)) ?? Date(timeIntervalSince1970: 0)
    return Instant(microseconds: Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
  }
}

enum FileBytes {
  static func read(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map(Array.init)
  }
}
