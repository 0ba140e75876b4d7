import ServiceKit

/// A mail domain, brought to one form: "XN--MNCHEN-3YA.de" and "münchen.de" are the same.
///
/// Close to IDNA 2008 (RFC 5891) and deliberately plain: compatibility form, lower case, letters,
/// marks and digits of any script with inner hyphens; labels are bounded in their ASCII form.
/// Look-alikes of other scripts are not refused: that is for matching, which only ever proposes.
enum DomainName {
  private static let longest = 253

  /// The Unicode form of `given`.
  static func normalise(_ given: String) throws(Violation) -> String {
    guard given.utf8.count <= longest * 4 else { throw invalid("is longer than a domain can be") }
    let text = Text.compatible(given).lowercased().replacing("\u{3002}", with: ".")
    var labels: [String] = []
    var asciiLength = -1
    for piece in text.split(separator: ".", omittingEmptySubsequences: false) {
      let label = try unicodeLabel(String(piece))
      asciiLength += 1 + (try asciiLabel(label)).utf8.count
      labels.append(label)
    }
    guard asciiLength <= longest else { throw invalid("is longer than a domain can be") }
    guard labels.count >= 2, let top = labels.last else {
      throw invalid("needs a dot, as in example.com")
    }
    guard !top.utf8.allSatisfy(Text.isDigit) else { throw invalid("ends with a number") }
    return labels.joined(separator: ".")
  }

  private static func unicodeLabel(_ label: String) throws(Violation) -> String {
    guard !label.isEmpty else { throw invalid("has an empty part between dots") }
    var unicode = label
    if label.hasPrefix("xn--") {
      guard let decoded = Punycode.decode(String(label.dropFirst(4))),
        !decoded.utf8.allSatisfy({ $0 < 128 }),
        Text.compatible(decoded).lowercased().utf8.elementsEqual(decoded.utf8)
      else { throw invalid("has a broken international (xn--) part") }
      unicode = decoded
    } else if label.dropFirst(2).hasPrefix("--") {
      throw invalid("has hyphens where only xn-- may have them")
    }
    let scalars = unicode.unicodeScalars
    guard scalars.first != "-", scalars.last != "-" else {
      throw invalid("has a part that starts or ends with a hyphen")
    }
    guard let first = scalars.first, !Text.isMark(first),
      scalars.allSatisfy({ $0 == "-" || Text.isWordScalar($0) })
    else { throw invalid("has a character that no domain has") }
    return unicode
  }

  private static func asciiLabel(_ label: String) throws(Violation) -> String {
    guard !label.utf8.allSatisfy({ $0 < 128 }) else {
      guard label.utf8.count <= 63 else { throw invalid("has a part longer than 63 characters") }
      return label
    }
    guard let code = Punycode.encode(label), code.utf8.count <= 59 else {
      throw invalid("has a part longer than 63 characters")
    }
    return "xn--" + code
  }

  private static func invalid(_ message: String) -> Violation {
    Violation(rule: "email.domain", "the domain \(message)")
  }
}
