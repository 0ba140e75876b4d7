package import ServiceKit
package import Messages

/// Which survey, and which version of it, a request means.
package enum GetSurveyRules {
  /// All that is wrong with the request on its own.
  package static func violations(of request: SurveyV1.GetSurveyRequest) -> [Violation] {
    [
      request.surveyId.isEmpty ? FieldRules.required("survey_id") : nil,
      FieldRules.version(request.version, "version", in: 0...FieldRules.mostVersions),
    ].compactMap(\.self)
  }
}
