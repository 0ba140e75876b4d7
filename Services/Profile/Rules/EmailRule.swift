import ServiceKit

/// E-mail addresses, in one form each (RFC 5321, RFC 6531 for other scripts).
///
/// Policy: the local part is folded to lower case, because no provider in use tells people apart by
/// case although the standard would allow it; the plus tag and dots are kept, because whether they
/// matter is the provider's own affair ("anna+shop@" may be another mailbox). Quoted local parts
/// and domains in brackets are refused.
enum EmailRule {
  private static let longest = 254
  private static let longestLocalPart = 64
  private static let atoms = Set("!#$%&'*+-/=?^_`{|}~".unicodeScalars)

  static func normalise(_ given: String) throws(Violation) -> String {
    let text = try Text.required(given, maxBytes: longest)
    let scalars = text.unicodeScalars
    guard let at = scalars.lastIndex(of: "@") else {
      throw Violation(rule: "email.at", "has no @; an e-mail address looks like anna@example.com")
    }
    let local = try localPart(String(scalars[..<at]))
    let domain = try DomainName.normalise(String(scalars[scalars.index(after: at)...]))
    let address = local + "@" + domain
    guard address.utf8.count <= longest else {
      throw Violation(rule: "length", "is longer than \(longest) bytes")
    }
    return address
  }

  private static func localPart(_ text: String) throws(Violation) -> String {
    guard !text.isEmpty, text.utf8.count <= longestLocalPart else {
      throw invalid("must have 1 to \(longestLocalPart) bytes")
    }
    let pieces = text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.allSatisfy({ !$0.isEmpty }) else {
      throw invalid("must not start or end with a dot, nor have two in a row")
    }
    let isAtom = { (scalar: Unicode.Scalar) in
      scalar == "." || atoms.contains(scalar) || Text.isWordScalar(scalar)
    }
    guard text.unicodeScalars.allSatisfy(isAtom) else {
      throw invalid("has a space, a quote or another character that is not allowed")
    }
    return text.lowercased()
  }

  private static func invalid(_ message: String) -> Violation {
    Violation(rule: "email.local_part", "the part before @ \(message)")
  }
}
