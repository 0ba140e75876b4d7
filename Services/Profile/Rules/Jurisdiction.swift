import ServiceKit

/// Whose law a customer lives under: a country of ISO 3166-1, or a part of one by ISO 3166-2
/// ("US-CA").
enum Jurisdiction {
  static func normalise(_ given: String) throws(Violation) -> String {
    let code = given.uppercased()
    let parts = code.split(separator: "-", omittingEmptySubsequences: false)
    let isPart = { (part: Substring) in
      (1...3).contains(part.utf8.count)
        && part.utf8.allSatisfy { Text.isUpperLetter($0) || Text.isDigit($0) }
    }
    guard let country = parts.first, Countries.contains(String(country)), parts.count <= 2,
      parts.dropFirst().allSatisfy(isPart)
    else {
      throw Violation(
        rule: "jurisdiction", "must be an ISO 3166 country or part of one, as in DE or US-CA")
    }
    return code
  }
}
