package import Messages
package import RPC
package import Storage
import Stubs

/// The survey service's calls: each checks with the rules, asks the store and answers.
package struct SurveyHandlers: SurveyServiceHandler {
  let store: SurveyStore
  let changes: ChangeFeed
  /// Makes the id of a new survey.
  let makeSurveyId: @Sendable () -> String

  package init(database: any Database, makeSurveyId: @escaping @Sendable () -> String) {
    store = SurveyStore(database)
    changes = ChangeFeed(database)
    self.makeSurveyId = makeSurveyId
  }

  package func createSurvey(_ request: SurveyV1.CreateSurveyRequest, _ call: CallContext)
    async throws -> SurveyV1.CreateSurveyReply
  {
    try await answering {
      try Refusal.unlessEmpty(CreateSurveyRules.violations(of: request))
      let survey = SurveyV1.Survey(
        surveyId: request.surveyId.isEmpty ? makeSurveyId() : request.surveyId,
        title: request.title, language: request.language, questions: request.questions,
        createdAt: call.now)
      return SurveyV1.CreateSurveyReply(survey: try await store.create(survey, for: request))
    }
  }

  package func getSurvey(_ request: SurveyV1.GetSurveyRequest, _ call: CallContext)
    async throws -> SurveyV1.Survey
  {
    try await answering {
      try await store.survey(request.surveyId, version: request.version)
    }
  }

  package func submitResponse(_ request: SurveyV1.SubmitResponseRequest, _ call: CallContext)
    async throws -> SurveyV1.SubmitResponseReply
  {
    try await answering {
      try Refusal.unlessEmpty(SubmitResponseRules.violations(of: request, now: call.now))
      let survey = try await store.survey(request.surveyId, version: request.surveyVersion)
      try Refusal.unlessEmpty(AnswerRules.violations(of: request.answers, to: survey))
      let submission = Submission(
        request: request, survey: survey,
        answeredAt: SubmitResponseRules.answeredAt(of: request, now: call.now),
        recordedAt: Google.Timestamp(microseconds: call.now.microseconds))
      return try await store.submit(submission)
    }
  }

  package func getNps(_ request: SurveyV1.GetNpsRequest, _ call: CallContext)
    async throws -> SurveyV1.GetNpsReply
  {
    try await answering {
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
    try await answering {
      if let violation = FieldRules.clientID(request.customerId, "customer_id") {
        throw Refusal.invalid([violation])
      }
      let nothing = SurveyV1.SubjectSummary(customerId: request.customerId)
      return Encoded(bytes: try await store.summary(of: request.customerId) ?? nothing.encoded())
    }
  }

  package func watchChanges(
    _ request: SurveyV1.WatchChangesRequest, _ replies: ReplyWriter<SurveyV1.WatchChangesReply>,
    _ call: CallContext
  ) async throws {
    try await changes.follow(after: request.afterCursor, customer: request.customerId) {
      try await replies.write(SurveyV1.WatchChangesReply(change: $0))
    }
  }

  private func answering<Reply>(_ body: () async throws -> Reply) async throws -> Reply {
    do { return try await body() } catch let refusal as Refusal { throw refusal.status }
  }
}
