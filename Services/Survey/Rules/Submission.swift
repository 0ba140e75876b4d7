package import Messages

/// One response that a survey takes, with the questions it answers: what the store keeps and the
/// summary folds in.
package struct Submission: Equatable, Sendable {
  package var request: SurveyV1.SubmitResponseRequest
  package var survey: SurveyV1.Survey
  /// When the customer answered.
  package var answeredAt: Google.Timestamp
  /// When it came in.
  package var recordedAt: Google.Timestamp

  package init(
    request: SurveyV1.SubmitResponseRequest, survey: SurveyV1.Survey,
    answeredAt: Google.Timestamp, recordedAt: Google.Timestamp
  ) {
    self.request = request
    self.survey = survey
    self.answeredAt = answeredAt
    self.recordedAt = recordedAt
  }

  /// Every answer beside its question, in the respondent's order.
  package var answered: [(question: SurveyV1.Question, answer: SurveyV1.Answer)] {
    let questions = Dictionary(survey.questions.map { ($0.id, $0) }) { first, _ in first }
    return request.answers.compactMap { answer in
      questions[answer.questionId].map { ($0, answer) }
    }
  }

  /// The answers as a customer's history shows them.
  package var records: [SurveyV1.AnswerRecord] {
    answered.map { question, answer in
      SurveyV1.AnswerRecord(
        responseId: request.responseId, surveyId: survey.surveyId, surveyVersion: survey.version,
        kind: question.kind, questionText: question.text, answer: answer, mode: request.mode,
        answeredAt: answeredAt)
    }
  }

  /// The first NPS question that was answered and not dismissed.
  package var nps: SurveyV1.NpsAnswer? {
    answered.lazy.compactMap(nps).first
  }

  /// What was said in the customer's own words: answers to text questions, and comments.
  package var verbatims: [SurveyV1.Verbatim] {
    answered.flatMap { question, answer in
      [answer.words, answer.comment].filter { !$0.isEmpty }.map {
        SurveyV1.Verbatim(
          text: $0, responseId: request.responseId, surveyId: survey.surveyId,
          questionId: question.id, answeredAt: answeredAt)
      }
    }
  }

  private func nps(_ question: SurveyV1.Question, _ answer: SurveyV1.Answer)
    -> SurveyV1.NpsAnswer?
  {
    guard question.kind == .nps, case .number(let number) = answer.value,
      let category = NetPromoterScore.category(of: Int(number))
    else { return nil }
    return SurveyV1.NpsAnswer(
      score: UInt32(number), category: SurveyV1.NpsCategory(category), comment: answer.comment,
      answeredAt: answeredAt, surveyId: survey.surveyId, questionId: question.id,
      responseId: request.responseId)
  }
}

extension SurveyV1.Answer {
  /// The text of a text answer, else nothing.
  var words: String {
    if case .text(let text) = value { text } else { "" }
  }

  /// Whether the question was closed without an answer.
  package var isDismissed: Bool {
    if case .dismissed = value { true } else { false }
  }
}

extension SurveyV1.NpsCategory {
  /// The category as messages name it.
  init(_ category: NetPromoterScore.Category) {
    self =
      switch category {
      case .promoter: .promoter
      case .passive: .passive
      case .detractor: .detractor
      }
  }
}
