package import Messages
package import ServiceKit

/// What a response must say before its answers are looked at, and when it was given.
package enum SubmitResponseRules {
  /// All that is wrong with the request, its answers aside.
  package static func violations(
    of request: SurveyV1.SubmitResponseRequest, now: Google.Timestamp
  ) -> [Violation] {
    let modes: [SurveyV1.Mode] = [.online, .phone, .faceToFace, .video, .focusGroup]
    return [
      FieldRules.clientID(request.responseId, "response_id"),
      FieldRules.customerID(request.customerId, "customer_id"),
      request.surveyId.isEmpty ? FieldRules.required("survey_id") : nil,
      request.surveyVersion == 0
        ? FieldRules.required("survey_version")
        : FieldRules.version(
          request.surveyVersion, "survey_version", in: 1...FieldRules.mostVersions),
      modes.contains(request.mode)
        ? nil
        : Violation(
          "mode", rule: "mode", "Name ONLINE, PHONE, FACE_TO_FACE, VIDEO or FOCUS_GROUP."),
      request.answeredAt.flatMap { answeredAt($0, now: now) },
    ].compactMap(\.self)
  }

  /// When the customer answered, in the microseconds that are kept: as told, else now.
  package static func answeredAt(
    of request: SurveyV1.SubmitResponseRequest, now: Google.Timestamp
  ) -> Google.Timestamp {
    Google.Timestamp(microseconds: (request.answeredAt ?? now).microseconds)
  }

  private static func answeredAt(_ instant: Google.Timestamp, now: Google.Timestamp)
    -> Violation?
  {
    if let violation = FieldRules.instant(instant, "answered_at") { return violation }
    return instant.microseconds <= now.microseconds + ClockSkew.microseconds
      ? nil
      : Violation(
        "answered_at", rule: "future", "It is more than 5 minutes ahead; check the clock.")
  }
}
