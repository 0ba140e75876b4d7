import Messages
import ServiceKit
import Survey
import Testing

@Suite struct RequestRulesTests {
  static let now = Samples.instant(1_700_000_000)

  static func response(_ change: (inout SurveyV1.SubmitResponseRequest) -> Void) -> [String] {
    var request = SurveyV1.SubmitResponseRequest(
      responseId: "r1", customerId: Samples.anna, surveyId: "srv_1", surveyVersion: 1, mode: .phone)
    change(&request)
    return SubmitResponseRules.violations(of: request, now: now).map { "\($0.field) \($0.rule)" }
  }

  @Test func `a response names itself, its customer, its survey version and its mode`() {
    #expect(Self.response { _ in }.isEmpty)
    #expect(Self.response { $0.responseId = "" } == ["response_id required"])
    #expect(Self.response { $0.responseId = "a b" } == ["response_id id"])
    #expect(Self.response { $0.customerId = "" } == ["customer_id required"])
    #expect(Self.response { $0.customerId = "banana" } == ["customer_id customer_id"])
    #expect(Self.response { $0.surveyId = "" } == ["survey_id required"])
    #expect(Self.response { $0.surveyVersion = 0 } == ["survey_version required"])
    #expect(Self.response { $0.surveyVersion = 1_000_001 } == ["survey_version range"])
    #expect(Self.response { $0.mode = .unspecified } == ["mode mode"])
    #expect(Self.response { $0.mode = .init(rawValue: 99) } == ["mode mode"])
  }

  @Test func `a clock may be five minutes ahead and no more`() {
    #expect(Self.response { $0.answeredAt = Samples.instant(1_700_000_300) }.isEmpty)
    #expect(
      Self.response { $0.answeredAt = Samples.instant(1_700_000_301) } == ["answered_at future"])
    #expect(Self.response { $0.answeredAt = Samples.instant(.max) } == ["answered_at instant"])
    #expect(Self.response { $0.answeredAt = Samples.instant(.min) } == ["answered_at instant"])
  }

  @Test func `an answer without a time was given now, and times are kept to the microsecond`() {
    #expect(SubmitResponseRules.answeredAt(of: .init(), now: Self.now) == Self.now)
    let fine = Google.Timestamp(seconds: 5, nanos: 1234)
    #expect(
      SubmitResponseRules.answeredAt(of: .init(answeredAt: fine), now: Self.now)
        == Google.Timestamp(seconds: 5, nanos: 1000))
  }

  static func survey(_ change: (inout SurveyV1.CreateSurveyRequest) -> Void) -> [String] {
    var request = SurveyV1.CreateSurveyRequest(
      requestId: "q1", title: "All", questions: [Samples.nps])
    change(&request)
    return CreateSurveyRules.violations(of: request).map { "\($0.field) \($0.rule)" }
  }

  @Test func `a survey has a request id, a title, and an id of ours or none`() {
    #expect(Self.survey { _ in }.isEmpty)
    #expect(Self.survey { $0.requestId = "" } == ["request_id required"])
    #expect(Self.survey { $0.title = "" } == ["title required"])
    #expect(Self.survey { $0.surveyId = "srv_1" }.isEmpty)
    #expect(Self.survey { $0.surveyId = "1" } == ["survey_id prefix"])
    #expect(Self.survey { $0.surveyId = "srv_" } == ["survey_id prefix"])
    #expect(Self.survey { $0.surveyId = "srv_/" } == ["survey_id id"])
    #expect(Self.survey { $0.expectedVersion = 1 } == ["expected_version new"])
    let last = { (request: inout SurveyV1.CreateSurveyRequest) in
      (request.surveyId, request.expectedVersion) = ("srv_1", 1_000_000)
    }
    #expect(Self.survey(last) == ["expected_version range"])
  }

  @Test func `the only NPS question need not be named, one of two must be`() throws {
    #expect(try NpsRules.question("", of: Samples.survey) == "recommend")
    #expect(try NpsRules.question("recommend", of: Samples.survey) == "recommend")
    var two = Samples.survey
    two.questions.append(SurveyV1.Question(id: "again", kind: .nps, text: "Again?"))
    #expect(throws: Refusal.self) { try NpsRules.question("", of: two) }
    #expect(try NpsRules.question("again", of: two) == "again")
  }

  @Test(arguments: ["satisfied", "rate", "nothing"])
  func `no other question is scored as NPS`(question: String) {
    #expect(throws: Refusal.self) { try NpsRules.question(question, of: Samples.survey) }
  }
}
