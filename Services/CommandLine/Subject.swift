import ArgumentParser
import Messages

/// A customer as somebody at a terminal names one: a customer id, or any identifier.
enum Subject: Equatable {
  case customer(String)
  case identifier(kind: String, value: String)

  static let help = """
    A customer id, an e-mail address, a phone number with +, or KIND:VALUE as in crm_id:4711, \
    account:shop:4711 or social:linkedin:anna.
    """

  /// Nil where the text is none of these.
  init?(_ text: String) {
    if text.utf8.count == 26, text.utf8.allSatisfy(Self.isCrockford) {
      self = .customer(text.uppercased())
    } else if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("@") {
      guard let (kind, value) = Self.split(text) else { return nil }
      self = .identifier(kind: kind, value: value)
    } else if text.contains("@") {
      self = .identifier(kind: "email", value: text)
    } else if text.hasPrefix("+"), text.count > 1 {
      self = .identifier(kind: "phone", value: text)
    } else {
      return nil
    }
  }

  /// The kinds `social` and `account` are two words: network or system belong to them.
  private static func split(_ text: String) -> (kind: String, value: String)? {
    var parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard let first = parts.first else { return nil }
    let words = first == "social" || first == "account" ? 2 : 1
    guard parts.count > words else { return nil }
    let kind = parts.prefix(words).joined(separator: ":")
    parts.removeFirst(words)
    let value = parts.joined(separator: ":")
    return kind.isEmpty || value.isEmpty ? nil : (kind, value)
  }

  /// Letters and digits of a ULID's base 32 (https://github.com/ulid/spec).
  private static func isCrockford(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      !"ilouILOU".utf8.contains(byte)
    default: false
    }
  }

  var viewRequest: GatewayV1.GetCustomerViewRequest {
    switch self {
    case .customer(let id): GatewayV1.GetCustomerViewRequest(subject: .customerId(id))
    case .identifier(let kind, let value):
      GatewayV1.GetCustomerViewRequest(
        subject: .identifier(ProfileV1.Identifier(kind: kind, value: value)))
    }
  }
}

extension Subject: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
