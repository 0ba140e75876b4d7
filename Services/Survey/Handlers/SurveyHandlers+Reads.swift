package import Messages
package import RPC

extension SurveyHandlers {
  package func getSurvey(_ request: SurveyV1.GetSurveyRequest, _ call: CallContext)
    async throws -> SurveyV1.Survey
  {
    try await answering(call) {
      try Refusal.unlessEmpty(GetSurveyRules.violations(of: request))
      return try await store.survey(request.surveyId, version: request.version)
    }
  }

  package func getNps(_ request: SurveyV1.GetNpsRequest, _ call: CallContext)
    async throws -> SurveyV1.GetNpsReply
  {
    try await answering(call) {
      try Refusal.unlessEmpty(NpsRules.violations(of: request))
      let survey = try await store.survey(request.surveyId, version: request.surveyVersion)
      let question = try NpsRules.question(request.questionId, of: survey)
      return try await store.tally(request, questionId: question)
        .reply(to: request, questionId: question)
    }
  }

  package func getSubjectSummary(
    _ request: SurveyV1.GetSubjectSummaryRequest, _ call: CallContext
  ) async throws -> Encoded<SurveyV1.SubjectSummary> {
    try await answering(call) {
      if let violation = FieldRules.customerID(request.customerId, "customer_id") {
        throw Refusal.invalid([violation])
      }
      let nothing = SurveyV1.SubjectSummary(customerId: request.customerId)
      return Encoded(bytes: try await store.summary(of: request.customerId) ?? nothing.encoded())
    }
  }
}
