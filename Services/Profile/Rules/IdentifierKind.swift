import ServiceKit

/// What sort of thing an identifier is; its text is what requests, tables and the command line say.
enum IdentifierKind: Hashable, Sendable {
  case email
  case phone
  case postal
  case social(network: String)
  case crmID
  case account(system: String)
  case userID
  case cookie

  init(parsing text: String) throws(Violation) {
    switch text {
    case "email": self = .email
    case "phone": self = .phone
    case "postal": self = .postal
    case "crm_id": self = .crmID
    case "user_id": self = .userID
    case "cookie": self = .cookie
    default: self = try Self.qualified(text)
    }
  }

  var text: String {
    switch self {
    case .email: "email"
    case .phone: "phone"
    case .postal: "postal"
    case .social(let network): "social:" + network
    case .crmID: "crm_id"
    case .account(let system): "account:" + system
    case .userID: "user_id"
    case .cookie: "cookie"
    }
  }

  private static func qualified(_ text: String) throws(Violation) -> IdentifierKind {
    for (prefix, make) in [("social:", social), ("account:", account)] where text.hasPrefix(prefix)
    {
      do {
        return make(try Text.name(String(text.dropFirst(prefix.count)), extra: "_-", maxBytes: 32))
      } catch {
        throw Violation(rule: "identifier.kind", "\(prefix) needs a name, as in \(prefix)shop")
      }
    }
    throw Violation(
      rule: "identifier.kind",
      "must be email, phone, postal, social:<network>, crm_id, account:<system>, user_id or cookie")
  }
}
