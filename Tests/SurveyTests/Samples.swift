import Messages
import Survey

/// Surveys and responses that the tests share.
enum Samples {
  static let anna = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
  static let bert = "01ARZ3NDEKTSV4RRFFQ69G5FAW"

  static let nps = SurveyV1.Question(id: "recommend", kind: .nps, text: "Recommend us?")
  static let csat = SurveyV1.Question(id: "satisfied", kind: .csat, text: "Satisfied?")
  static let ces = SurveyV1.Question(id: "effort", kind: .ces, text: "Was it easy?")
  static let single = SurveyV1.Question(
    id: "one", kind: .single, text: "Which one?", choices: choices("red", "blue"))
  static let multi = SurveyV1.Question(
    id: "many", kind: .multi, text: "Which?", choices: choices("red", "blue", "green"))
  static let scale = SurveyV1.Question(
    id: "rate", kind: .scale, text: "Rate it", scale: SurveyV1.Scale(lowest: -3, highest: 3))
  static let text = SurveyV1.Question(id: "words", kind: .text, text: "In your words")
  static let matrix = SurveyV1.Question(
    id: "grid", kind: .matrix, text: "Rate each", scale: SurveyV1.Scale(lowest: 1, highest: 5),
    rows: choices("price", "quality"))

  static let survey = SurveyV1.Survey(
    surveyId: "srv_all", version: 1, title: "All kinds",
    questions: [nps, csat, ces, single, multi, scale, text, matrix])

  static func choices(_ ids: String...) -> [SurveyV1.Choice] {
    ids.map { SurveyV1.Choice(id: $0, text: "The \($0) one") }
  }

  static func answer(_ question: String, _ value: SurveyV1.Answer.Value?, comment: String = "")
    -> SurveyV1.Answer
  {
    SurveyV1.Answer(questionId: question, value: value, comment: comment)
  }

  static func instant(_ seconds: Int64) -> Google.Timestamp {
    Google.Timestamp(seconds: seconds)
  }

  static func submission(
    _ responseId: String, at seconds: Int64, _ answers: [SurveyV1.Answer]
  ) -> Submission {
    Submission(
      request: SurveyV1.SubmitResponseRequest(
        responseId: responseId, customerId: anna, surveyId: survey.surveyId, surveyVersion: 1,
        mode: .online, answers: answers),
      survey: survey, answeredAt: instant(seconds), recordedAt: instant(seconds))
  }
}
