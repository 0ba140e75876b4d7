import Messages
import Survey
import Testing

@Suite struct SubjectSummaryTests {
  static func summary(_ submissions: [Submission]) -> SurveyV1.SubjectSummary {
    submissions.reduce(SurveyV1.SubjectSummary(customerId: Samples.anna)) { $0.adding($1) }
  }

  @Test func `a response shows its score, its words and its time`() {
    let summary = Self.summary([
      Samples.submission(
        "r1", at: 100,
        [
          Samples.answer("recommend", .number(9), comment: "Fast."),
          Samples.answer("words", .text("Thanks.")),
          Samples.answer("satisfied", .dismissed(.init())),
        ])
    ])
    #expect(summary.lastNps?.score == 9)
    #expect(summary.lastNps?.category == .promoter)
    #expect(summary.lastNps?.comment == "Fast.")
    #expect(summary.verbatims.map(\.text) == ["Fast.", "Thanks."])
    #expect(
      summary.history.map(\.questionText) == ["Recommend us?", "In your words", "Satisfied?"])
    #expect(summary.responses == 1)
    #expect(summary.answers == 2)
    #expect(summary.dismissed == 1)
    #expect(summary.verbatimCount == 2)
    #expect(summary.firstResponseAt == Samples.instant(100))
    #expect(summary.lastResponseAt == Samples.instant(100))
  }

  @Test func `a late response of earlier date is not the last`() {
    let summary = Self.summary([
      Samples.submission("r2", at: 200, [Samples.answer("recommend", .number(9))]),
      Samples.submission("r1", at: 100, [Samples.answer("recommend", .number(0))]),
    ])
    #expect(summary.lastNps?.responseId == "r2")
    #expect(summary.history.map(\.responseId) == ["r2", "r1"])
    #expect(summary.firstResponseAt == Samples.instant(100))
  }

  @Test func `a dismissal does not replace the last score`() {
    let summary = Self.summary([
      Samples.submission("r1", at: 100, [Samples.answer("recommend", .number(3))]),
      Samples.submission("r2", at: 200, [Samples.answer("recommend", .dismissed(.init()))]),
    ])
    #expect(summary.lastNps?.score == 3)
    #expect(summary.lastResponseAt == Samples.instant(200))
  }

  @Test func `a scale of 0 to 10 is not NPS`() {
    var survey = Samples.survey
    survey.questions = [
      SurveyV1.Question(
        id: "recommend", kind: .scale, text: "?", scale: SurveyV1.Scale(lowest: 0, highest: 10))
    ]
    var submission = Samples.submission("r1", at: 1, [Samples.answer("recommend", .number(9))])
    submission.survey = survey
    #expect(Self.summary([submission]).lastNps == nil)
  }

  @Test func `the order of arrival does not matter`() {
    var submissions = (0..<40).map { number in
      Samples.submission(
        "r\(number)", at: Int64(number / 3),
        [
          Samples.answer("recommend", .number(Int32(number % 11)), comment: "c\(number)"),
          Samples.answer("words", .text("w\(number)")),
        ])
    }
    let expected = Self.summary(submissions)
    #expect(expected.history.count == SurveyV1.SubjectSummary.historyLimit)
    #expect(expected.verbatims.count == SurveyV1.SubjectSummary.verbatimLimit)
    #expect(expected.verbatimCount == 80)
    for _ in 0..<50 {
      submissions.shuffle()
      #expect(Self.summary(submissions) == expected)
    }
  }
}
