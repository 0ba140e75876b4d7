package import ServiceKit
package import Messages

/// Which answers a frozen survey takes. Nothing is rounded, clipped or guessed: what does not fit
/// is refused.
package enum AnswerRules {
  /// All that is wrong with the answers of one response.
  package static func violations(of answers: [SurveyV1.Answer], to survey: SurveyV1.Survey)
    -> [Violation]
  {
    guard !answers.isEmpty else { return [FieldRules.required("answers")] }
    let questions = Dictionary(survey.questions.map { ($0.id, $0) }) { first, _ in first }
    let each = answers.enumerated().flatMap { place, answer in
      guard let question = questions[answer.questionId] else {
        return [unknownQuestion(answer, "answers[\(place)].question_id", survey)]
      }
      return violations(of: answer, to: question, "answers[\(place)]")
    }
    return each + FieldRules.unique(answers.map(\.questionId)) { "answers[\($0)].question_id" }
      + missing(answers, survey)
  }

  private static func unknownQuestion(
    _ answer: SurveyV1.Answer, _ path: String, _ survey: SurveyV1.Survey
  ) -> Violation {
    let known = survey.questions.prefix(20).map(\.id).joined(separator: ", ")
    return Violation(
      path, rule: "question",
      "Version \(survey.version) has no question '\(answer.questionId)'; it has \(known).")
  }

  private static func missing(_ answers: [SurveyV1.Answer], _ survey: SurveyV1.Survey)
    -> [Violation]
  {
    let answered = Set(answers.map(\.questionId))
    return survey.questions
      .filter { $0.requirement == .required && !answered.contains($0.id) }
      .map { Violation("answers", rule: "required", "Answer question '\($0.id)', or dismiss it.") }
  }

  private static func violations(
    of answer: SurveyV1.Answer, to question: SurveyV1.Question, _ path: String
  ) -> [Violation] {
    let comment = FieldRules.length(answer.comment, "\(path).comment", most: 4000)
    return value(of: answer, to: question, path) + [comment].compactMap(\.self)
  }

  private static func value(
    of answer: SurveyV1.Answer, to question: SurveyV1.Question, _ path: String
  ) -> [Violation] {
    switch (question.kind, answer.value) {
    case (_, nil):
      return [Violation(path, rule: "required", "Give a value, or say that it was dismissed.")]
    case (_, .dismissed):
      return answer.comment.isEmpty
        ? []
        : [Violation("\(path).comment", rule: "dismissed", "A dismissed question has no comment.")]
    case (.nps, .number(let number)), (.csat, .number(let number)), (.ces, .number(let number)),
      (.scale, .number(let number)):
      return range(number, question, "\(path).number")
    case (.single, .choiceId(let id)):
      return known([id], question.choices) { _ in "\(path).choice_id" }
    case (.multi, .selection(let selection)):
      return self.selection(selection.choiceIds, question, "\(path).selection.choice_ids")
    case (.text, .text(let text)):
      return [FieldRules.text(text, "\(path).text", most: 4000)].compactMap(\.self)
    case (.matrix, .matrix(let matrix)):
      return self.matrix(matrix.rows, question, "\(path).matrix.rows")
    default:
      return [Violation(path, rule: "kind", "Question '\(question.id)' takes \(takes(question)).")]
    }
  }

  private static func range(_ number: Int32, _ question: SurveyV1.Question, _ path: String)
    -> [Violation]
  {
    guard let numbers = QuestionRules.numbers(of: question), !numbers.contains(number) else {
      return []
    }
    let span = "\(numbers.lowerBound) to \(numbers.upperBound)"
    return [Violation(path, rule: "range", "Give a whole number from \(span), not \(number).")]
  }

  private static func known(
    _ ids: [String], _ choices: [SurveyV1.Choice], _ path: (Int) -> String
  ) -> [Violation] {
    let known = choices.map(\.id)
    return ids.enumerated().filter { !known.contains($0.element) }.map { place, id in
      let list = known.joined(separator: ", ")
      return Violation(path(place), rule: "choice", "'\(id)' is none of \(list).")
    }
  }

  private static func selection(
    _ ids: [String], _ question: SurveyV1.Question, _ path: String
  ) -> [Violation] {
    guard !ids.isEmpty, ids.count <= question.choices.count else {
      return [Violation(path, rule: "count", "Select 1 to \(question.choices.count) choices.")]
    }
    return known(ids, question.choices) { "\(path)[\($0)]" }
      + FieldRules.unique(ids) { "\(path)[\($0)]" }
  }

  private static func matrix(
    _ rows: [SurveyV1.RowValue], _ question: SurveyV1.Question, _ path: String
  ) -> [Violation] {
    guard rows.count == question.rows.count else {
      let count = question.rows.count
      return [Violation(path, rule: "count", "Give a number for each of its \(count) rows.")]
    }
    return known(rows.map(\.rowId), question.rows) { "\(path)[\($0)].row_id" }
      + FieldRules.unique(rows.map(\.rowId)) { "\(path)[\($0)].row_id" }
      + rows.enumerated().flatMap { range($1.number, question, "\(path)[\($0)].number") }
  }

  private static func takes(_ question: SurveyV1.Question) -> String {
    switch question.kind {
    case .single: "choice_id: the id of one choice"
    case .multi: "selection: the ids of its choices"
    case .text: "text"
    case .matrix: "matrix: a number for each row"
    default: "number: a whole number"
    }
  }
}
