/// Which methods a rule is about: one, all of a service, or all.
///
/// As text: `cameo.profile.v1.ProfileService/GetProfile`, `cameo.profile.v1.ProfileService/*`, `*`.
public enum MethodPattern: Sendable, Hashable {
  /// By its path, `package.Service/Method`.
  case exactly(String)
  /// By the service's full name.
  case service(String)
  case any

  /// Nil where the text is no pattern.
  public init?(_ text: String) {
    guard text != "*" else {
      self = .any
      return
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isName(parts[0]) else { return nil }
    if parts[1] == "*" {
      self = .service(String(parts[0]))
    } else if Self.isName(parts[1]), !parts[1].contains(".") {
      self = .exactly(text)
    } else {
      return nil
    }
  }

  func matches(_ path: String) -> Bool {
    switch self {
    case .exactly(let own): own == path
    case .service(let name):
      path.utf8.count > name.utf8.count && path.utf8.starts(with: name.utf8)
        && path.utf8[path.utf8.index(path.utf8.startIndex, offsetBy: name.utf8.count)]
          == UInt8(ascii: "/")
    case .any: true
    }
  }

  /// Protobuf's full names: words of letters, digits and underscores, joined by dots.
  private static func isName(_ text: Substring) -> Bool {
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    return words.allSatisfy { word in
      !word.isEmpty
        && word.utf8.allSatisfy { byte in
          byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }
  }
}
