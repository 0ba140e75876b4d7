package import ServiceKit
package import Messages

/// Which questions a survey may ask: what each kind needs, and what it must not have.
package enum QuestionRules {
  /// The whole numbers that answer a question; nil where numbers do not, and where its scale is
  /// missing.
  ///
  /// An NPS question has eleven answers, whatever its scale says: anything else is another measure.
  package static func numbers(of question: SurveyV1.Question) -> ClosedRange<Int32>? {
    switch question.kind {
    case .nps: return 0...10
    case .csat where question.scale == nil: return 1...5
    case .ces where question.scale == nil: return 1...7
    case .csat, .ces, .scale, .matrix:
      guard let scale = question.scale, scale.lowest < scale.highest else { return nil }
      return scale.lowest...scale.highest
    default: return nil
    }
  }

  /// All that is wrong with the questions of one survey.
  package static func violations(of questions: [SurveyV1.Question]) -> [Violation] {
    guard (1...200).contains(questions.count) else {
      return [
        Violation("questions", rule: "count", "Ask 1 to 200 questions, not \(questions.count).")
      ]
    }
    return questions.enumerated().flatMap { place, question in
      violations(of: question, "questions[\(place)]")
    } + FieldRules.unique(questions.map(\.id)) { "questions[\($0)].id" }
  }

  private static func violations(of question: SurveyV1.Question, _ path: String) -> [Violation] {
    let shared = [
      FieldRules.name(question.id, "\(path).id"),
      FieldRules.text(question.text, "\(path).text", most: 1000),
    ]
    return shared.compactMap(\.self) + kind(of: question, path) + choices(of: question, path)
      + scale(of: question, path) + rows(of: question, path)
  }

  private static func kind(of question: SurveyV1.Question, _ path: String) -> [Violation] {
    let known: [SurveyV1.QuestionKind] = [
      .nps, .csat, .ces, .single, .multi, .scale, .text, .matrix,
    ]
    guard known.contains(question.kind) else {
      return [
        Violation(
          "\(path).kind", rule: "kind",
          "Name a kind: NPS, CSAT, CES, SINGLE, MULTI, SCALE, TEXT or MATRIX.")
      ]
    }
    let requirements: [SurveyV1.Requirement] = [.unspecified, .optional, .required]
    return requirements.contains(question.requirement)
      ? []
      : [
        Violation("\(path).requirement", rule: "requirement", "Give OPTIONAL, REQUIRED or nothing.")
      ]
  }

  private static func choices(of question: SurveyV1.Question, _ path: String) -> [Violation] {
    list(
      question.choices, "\(path).choices", takes: [.single, .multi].contains(question.kind),
      count: 2...100)
  }

  private static func rows(of question: SurveyV1.Question, _ path: String) -> [Violation] {
    list(question.rows, "\(path).rows", takes: question.kind == .matrix, count: 1...50)
  }

  private static func list(
    _ choices: [SurveyV1.Choice], _ path: String, takes: Bool, count: ClosedRange<Int>
  ) -> [Violation] {
    guard takes else {
      return choices.isEmpty
        ? [] : [Violation(path, rule: "kind", "A question of this kind has none; leave them out.")]
    }
    guard count.contains(choices.count) else {
      let span = "\(count.lowerBound) to \(count.upperBound)"
      return [Violation(path, rule: "count", "Give \(span) of them, not \(choices.count).")]
    }
    let each = choices.enumerated().flatMap { place, choice in
      [
        FieldRules.name(choice.id, "\(path)[\(place)].id"),
        FieldRules.text(choice.text, "\(path)[\(place)].text", most: 500),
      ]
    }
    return each.compactMap(\.self)
      + FieldRules.unique(choices.map(\.id)) { "\(path)[\($0)].id" }
  }

  private static func scale(of question: SurveyV1.Question, _ path: String) -> [Violation] {
    switch (question.kind, question.scale) {
    case (.scale, nil), (.matrix, nil):
      return [FieldRules.required("\(path).scale")]
    case (.csat, .some(let scale)), (.ces, .some(let scale)), (.scale, .some(let scale)),
      (.matrix, .some(let scale)):
      return self.scale(scale, "\(path).scale")
    case (.nps, .some):
      return [
        Violation("\(path).scale", rule: "kind", "An NPS question is 0 to 10 always; leave it out.")
      ]
    case (_, .some):
      return [
        Violation("\(path).scale", rule: "kind", "A question of this kind has none; leave it out.")
      ]
    case (_, nil): return []
    }
  }

  private static func scale(_ scale: SurveyV1.Scale, _ path: String) -> [Violation] {
    let labels = [
      FieldRules.length(scale.lowestLabel, "\(path).lowest_label", most: 200),
      FieldRules.length(scale.highestLabel, "\(path).highest_label", most: 200),
    ]
    guard (1...100).contains(Int(scale.highest) - Int(scale.lowest)) else {
      let message = "Let it end 1 to 100 above its lowest number."
      return labels.compactMap(\.self) + [Violation("\(path).highest", rule: "range", message)]
    }
    return labels.compactMap(\.self)
  }
}
