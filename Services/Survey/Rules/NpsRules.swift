package import ServiceKit
package import Messages

/// Which question a request for a score means. No other kind is ever scored as NPS, whatever its
/// scale.
package enum NpsRules {
  /// All that is wrong with the request on its own.
  package static func violations(of request: SurveyV1.GetNpsRequest) -> [Violation] {
    let countings: [SurveyV1.NpsCounting] = [.unspecified, .latestPerCustomer, .everyAnswer]
    let methods: [SurveyV1.IntervalMethod] = [.unspecified, .adjustedWald, .score]
    return [
      request.surveyId.isEmpty ? FieldRules.required("survey_id") : nil,
      FieldRules.version(
        request.surveyVersion, "survey_version", in: 0...FieldRules.mostVersions),
      request.fromAt.flatMap { FieldRules.instant($0, "from_at") },
      request.toAt.flatMap { FieldRules.instant($0, "to_at") },
      countings.contains(request.counting)
        ? nil
        : Violation("counting", rule: "counting", "Name LATEST_PER_CUSTOMER or EVERY_ANSWER."),
      methods.contains(request.method)
        ? nil : Violation("method", rule: "method", "Name ADJUSTED_WALD or SCORE."),
    ].compactMap(\.self)
  }

  /// The id of the question to score.
  ///
  /// - Throws: ``Refusal/invalid(_:)`` where none or several are meant.
  package static func question(_ id: String, of survey: SurveyV1.Survey) throws(Refusal) -> String {
    let scored = survey.questions.filter { $0.kind == .nps }.map(\.id)
    if id.isEmpty, scored.count == 1 { return scored[0] }
    if scored.contains(id) { return id }
    let has = scored.isEmpty ? "none" : scored.joined(separator: ", ")
    let message =
      "Name an NPS question; version \(survey.version) of \(survey.surveyId) has \(has)."
    throw .invalid([Violation("question_id", rule: id.isEmpty ? "required" : "kind", message)])
  }
}
