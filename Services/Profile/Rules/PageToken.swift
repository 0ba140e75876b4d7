import ServiceKit

/// Where the next page of a list begins. Clients give it back as it is; its inside may change with
/// any release.
enum PageToken {
  private static let version: UInt8 = 1
  private static let longest = 1024

  static func encode(_ place: [UInt8]) -> String {
    ([version] + place).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  static func decode(_ token: String) throws(Violation) -> [UInt8] {
    let digits = token.utf8.map { digit($0) }
    var bytes: [UInt8] = []
    if digits.count % 2 == 0, digits.count <= longest * 2 {
      for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = digits[index], let low = digits[index + 1] else { throw invalid() }
        bytes.append(high << 4 | low)
      }
    }
    guard bytes.first == version else { throw invalid() }
    return Array(bytes.dropFirst())
  }

  /// The size of a page: `requested` within bounds, or the default for 0.
  static func size(_ requested: UInt32) throws(Violation) -> Int {
    guard requested <= 500 else {
      throw Violation("page_size", rule: "range", "must be at most 500")
    }
    return requested == 0 ? 50 : Int(requested)
  }

  static func invalid() -> Violation {
    Violation(
      "page_token", rule: "page_token", "must be a next_page_token of the same list, or empty")
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
