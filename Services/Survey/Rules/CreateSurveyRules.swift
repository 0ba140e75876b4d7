package import ServiceKit
package import Messages

/// What a request for a new survey, or a new version of one, must say.
package enum CreateSurveyRules {
  /// The beginning of every survey's id.
  package static let idPrefix = "srv_"

  /// All that is wrong with the request.
  package static func violations(of request: SurveyV1.CreateSurveyRequest) -> [Violation] {
    let shared = [
      FieldRules.clientID(request.requestId, "request_id"),
      surveyId(request.surveyId),
      version(request),
      FieldRules.text(request.title, "title", most: 200),
      FieldRules.length(request.language, "language", most: 35),
    ]
    return shared.compactMap(\.self) + QuestionRules.violations(of: request.questions)
  }

  private static func surveyId(_ id: String) -> Violation? {
    if id.isEmpty { return nil }
    guard id.hasPrefix(idPrefix), id != idPrefix else {
      return Violation(
        "survey_id", rule: "prefix", "Let it start with '\(idPrefix)', or leave it out.")
    }
    return FieldRules.surveyID(id, "survey_id")
  }

  private static func version(_ request: SurveyV1.CreateSurveyRequest) -> Violation? {
    guard request.surveyId.isEmpty, request.expectedVersion != 0 else {
      // The version that is made is the next one, and must have a number too.
      return FieldRules.version(
        request.expectedVersion, "expected_version", in: 0...FieldRules.mostVersions - 1)
    }
    return Violation(
      "expected_version", rule: "new", "A new survey has none; leave it out, or give survey_id.")
  }
}
