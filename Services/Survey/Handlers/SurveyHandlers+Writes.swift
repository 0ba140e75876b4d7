package import Messages
package import RPC

extension SurveyHandlers {
  package func createSurvey(_ request: SurveyV1.CreateSurveyRequest, _ call: CallContext)
    async throws -> SurveyV1.CreateSurveyReply
  {
    try await answering(call) {
      try Refusal.unlessEmpty(CreateSurveyRules.violations(of: request))
      let survey = SurveyV1.Survey(
        surveyId: request.surveyId.isEmpty ? makeSurveyId() : request.surveyId,
        title: request.title, language: request.language, questions: request.questions,
        createdAt: call.now)
      return SurveyV1.CreateSurveyReply(survey: try await store.create(survey, for: request))
    }
  }

  package func submitResponse(_ request: SurveyV1.SubmitResponseRequest, _ call: CallContext)
    async throws -> SurveyV1.SubmitResponseReply
  {
    try await answering(call) {
      try Refusal.unlessEmpty(SubmitResponseRules.violations(of: request, now: call.now))
      let survey = try await store.survey(request.surveyId, version: request.surveyVersion)
      try Refusal.unlessEmpty(AnswerRules.violations(of: request.answers, to: survey))
      let submission = Submission(
        request: request, survey: survey,
        answeredAt: SubmitResponseRules.answeredAt(of: request, now: call.now),
        recordedAt: call.now)
      return try await store.submit(submission)
    }
  }
}
