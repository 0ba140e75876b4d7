import Messages
import ServiceKit
import Survey
import Testing

@Suite struct AnswerRulesTests {
  static func broken(_ answers: [SurveyV1.Answer], survey: SurveyV1.Survey = Samples.survey)
    -> [String]
  {
    AnswerRules.violations(of: answers, to: survey).map { "\($0.field) \($0.rule)" }
  }

  @Test func `an answer of each kind is taken`() {
    let rows = [
      SurveyV1.RowValue(rowId: "quality", number: 5), SurveyV1.RowValue(rowId: "price", number: 1),
    ]
    let answers = [
      Samples.answer("recommend", .number(0), comment: "Because."),
      Samples.answer("satisfied", .number(5)),
      Samples.answer("effort", .number(7)),
      Samples.answer("one", .choiceId("blue")),
      Samples.answer("many", .selection(SurveyV1.Selection(choiceIds: ["green", "red"]))),
      Samples.answer("rate", .number(-3)),
      Samples.answer("words", .text("Good.")),
      Samples.answer("grid", .matrix(SurveyV1.MatrixValue(rows: rows))),
    ]
    #expect(Self.broken(answers).isEmpty)
  }

  @Test(arguments: 0...10 as ClosedRange<Int32>)
  func `NPS takes every whole number from 0 to 10`(number: Int32) {
    #expect(Self.broken([Samples.answer("recommend", .number(number))]).isEmpty)
  }

  @Test(arguments: [-1, 11, .min, .max] as [Int32])
  func `NPS takes no other number`(number: Int32) {
    #expect(
      Self.broken([Samples.answer("recommend", .number(number))]) == ["answers[0].number range"])
  }

  @Test func `each kind takes its own values only`() {
    #expect(Self.broken([Samples.answer("recommend", .text("ten"))]) == ["answers[0] kind"])
    #expect(Self.broken([Samples.answer("one", .number(1))]) == ["answers[0] kind"])
    #expect(Self.broken([Samples.answer("words", .choiceId("red"))]) == ["answers[0] kind"])
  }

  @Test(arguments: Samples.survey.questions.map(\.id))
  func `every question may be dismissed, without a comment`(question: String) {
    #expect(Self.broken([Samples.answer(question, .dismissed(.init()))]).isEmpty)
    #expect(
      Self.broken([Samples.answer(question, .dismissed(.init()), comment: "No.")])
        == ["answers[0].comment dismissed"])
  }

  @Test func `an answer has a value, a question of this version, and comes once`() {
    #expect(Self.broken([]) == ["answers required"])
    #expect(Self.broken([Samples.answer("recommend", nil)]) == ["answers[0] required"])
    #expect(
      Self.broken([Samples.answer("nothing", .number(1))]) == ["answers[0].question_id question"])
    let twice = [
      Samples.answer("recommend", .number(1)), Samples.answer("recommend", .number(1)),
    ]
    #expect(Self.broken(twice) == ["answers[1].question_id unique"])
  }

  @Test func `a required question may be dismissed but not left out`() {
    var survey = Samples.survey
    survey.questions[0].requirement = .required
    #expect(
      Self.broken([Samples.answer("words", .text("Hm."))], survey: survey) == ["answers required"])
    #expect(
      Self.broken([Samples.answer("recommend", .dismissed(.init()))], survey: survey).isEmpty)
  }

  @Test func `choices are of the question and chosen once`() {
    let unknown = Samples.answer("many", .selection(.init(choiceIds: ["red", "pink"])))
    #expect(Self.broken([unknown]) == ["answers[0].selection.choice_ids[1] choice"])
    let twice = Samples.answer("many", .selection(.init(choiceIds: ["red", "red"])))
    #expect(Self.broken([twice]) == ["answers[0].selection.choice_ids[1] unique"])
    let none = Samples.answer("many", .selection(.init()))
    #expect(Self.broken([none]) == ["answers[0].selection.choice_ids count"])
    #expect(
      Self.broken([Samples.answer("one", .choiceId("pink"))]) == ["answers[0].choice_id choice"])
  }

  @Test func `a matrix has one number for each row`() {
    func broken(_ rows: SurveyV1.RowValue...) -> [String] {
      Self.broken([Samples.answer("grid", .matrix(.init(rows: rows)))])
    }
    let price = SurveyV1.RowValue(rowId: "price", number: 3)
    #expect(broken(price) == ["answers[0].matrix.rows count"])
    #expect(broken(price, price) == ["answers[0].matrix.rows[1].row_id unique"])
    #expect(
      broken(price, .init(rowId: "quality", number: 6))
        == ["answers[0].matrix.rows[1].number range"])
    #expect(
      broken(price, .init(rowId: "smell", number: 1)) == ["answers[0].matrix.rows[1].row_id choice"]
    )
  }

  @Test func `words have a bound`() {
    let long = String(repeating: "a", count: 4001)
    #expect(Self.broken([Samples.answer("words", .text(long))]) == ["answers[0].text length"])
    #expect(
      Self.broken([Samples.answer("recommend", .number(1), comment: long)])
        == ["answers[0].comment length"])
    #expect(Self.broken([Samples.answer("words", .text(""))]) == ["answers[0].text required"])
  }
}
