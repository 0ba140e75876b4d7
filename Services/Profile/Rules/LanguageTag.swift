import ServiceKit

/// Language tags of BCP 47, as far as customers need them: language, script, region.
enum LanguageTag {
  /// In the usual case: "PT-br" becomes "pt-BR", "zh-hant-tw" "zh-Hant-TW".
  static func normalise(_ given: String) throws(Violation) -> String {
    var parts = given.split(separator: "-", omittingEmptySubsequences: false).map {
      $0.lowercased()
    }
    let isLetters = { (text: String, count: ClosedRange<Int>) in
      count.contains(text.utf8.count) && text.utf8.allSatisfy(Text.isLowerLetter)
    }
    guard let language = parts.first, isLetters(language, 2...3) else { throw invalid() }
    var tag = [language]
    parts.removeFirst()
    if let script = parts.first, isLetters(script, 4...4) {
      tag.append(script.prefix(1).uppercased() + script.dropFirst())
      parts.removeFirst()
    }
    if let region = parts.first {
      let isNumber = region.utf8.count == 3 && region.utf8.allSatisfy(Text.isDigit)
      guard isNumber || Countries.contains(region.uppercased()) else { throw invalid() }
      tag.append(region.uppercased())
      parts.removeFirst()
    }
    guard parts.isEmpty else { throw invalid() }
    return tag.joined(separator: "-")
  }

  private static func invalid() -> Violation {
    Violation(rule: "language", "must be a language tag as in en, pt-BR or zh-Hant")
  }
}
