import Messages
import ServiceKit
import Survey
import Testing

@Suite struct QuestionRulesTests {
  static func broken(_ question: SurveyV1.Question) -> [String] {
    QuestionRules.violations(of: [question]).map { "\($0.field) \($0.rule)" }
  }

  @Test func `a question of each kind is fine`() {
    #expect(QuestionRules.violations(of: Samples.survey.questions).isEmpty)
  }

  @Test func `a survey asks 1 to 200 questions, none twice`() {
    #expect(QuestionRules.violations(of: []).map(\.rule) == ["count"])
    let many = (0...200).map { SurveyV1.Question(id: "q\($0)", kind: .nps, text: "?") }
    #expect(QuestionRules.violations(of: many).map(\.rule) == ["count"])
    let twice = QuestionRules.violations(of: [Samples.nps, Samples.csat, Samples.nps])
    #expect(twice.map(\.field) == ["questions[2].id"])
    #expect(twice.map(\.rule) == ["unique"])
  }

  @Test(arguments: [("", "required"), ("Upper", "id"), ("a b", "id"), ("é", "id")])
  func `an id is a short lower-case name`(id: String, rule: String) {
    var question = Samples.nps
    question.id = id
    #expect(Self.broken(question) == ["questions[0].id \(rule)"])
  }

  @Test(arguments: [0, 9, -1] as [Int32])
  func `an unknown kind is refused`(kind: Int32) {
    var question = Samples.nps
    question.kind = SurveyV1.QuestionKind(rawValue: kind)
    #expect(Self.broken(question) == ["questions[0].kind kind"])
  }

  @Test func `an NPS question has no scale of its own`() {
    var question = Samples.nps
    question.scale = SurveyV1.Scale(lowest: 0, highest: 10)
    #expect(Self.broken(question) == ["questions[0].scale kind"])
    #expect(QuestionRules.numbers(of: question) == 0...10)
  }

  @Test func `satisfaction is 1 to 5 and effort 1 to 7 unless the scale says otherwise`() {
    #expect(QuestionRules.numbers(of: Samples.csat) == 1...5)
    #expect(QuestionRules.numbers(of: Samples.ces) == 1...7)
    var question = Samples.csat
    question.scale = SurveyV1.Scale(lowest: 0, highest: 3)
    #expect(Self.broken(question).isEmpty)
    #expect(QuestionRules.numbers(of: question) == 0...3)
  }

  @Test(arguments: [(1, 1), (2, 1), (0, 101), (Int32.min, Int32.max)] as [(Int32, Int32)])
  func `a scale has 2 to 101 numbers`(lowest: Int32, highest: Int32) {
    var question = Samples.scale
    question.scale = SurveyV1.Scale(lowest: lowest, highest: highest)
    #expect(Self.broken(question) == ["questions[0].scale.highest range"])
  }

  @Test func `scales, choices and rows stand where their kind needs them and nowhere else`() {
    var scale = Samples.scale
    scale.scale = nil
    #expect(Self.broken(scale) == ["questions[0].scale required"])
    var single = Samples.single
    single.choices = Samples.choices("only")
    #expect(Self.broken(single) == ["questions[0].choices count"])
    var text = Samples.text
    text.choices = Samples.choices("a", "b")
    text.rows = Samples.choices("c")
    #expect(Self.broken(text) == ["questions[0].choices kind", "questions[0].rows kind"])
    var matrix = Samples.matrix
    matrix.rows = []
    #expect(Self.broken(matrix) == ["questions[0].rows count"])
  }

  @Test func `a choice that is given twice is named by its place`() {
    var single = Samples.single
    single.choices = Samples.choices("red", "blue", "red")
    #expect(Self.broken(single) == ["questions[0].choices[2].id unique"])
  }
}
