/// Ids of surveys that nobody named.
package enum SurveyId {
  /// "srv_" and 80 random bits, in Crockford's base 32: too many to meet twice.
  @Sendable package static func random() -> String {
    var random = SystemRandomNumberGenerator()
    let letters = (0..<16).map { _ in alphabet[Int.random(in: 0..<32, using: &random)] }
    return CreateSurveyRules.idPrefix + String(letters)
  }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
}
