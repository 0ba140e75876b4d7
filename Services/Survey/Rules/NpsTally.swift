package import Messages

/// What a question was answered, counted: from this the score, its interval and the mix of modes
/// follow.
package struct NpsTally: Equatable, Sendable {
  /// So many counted answers of one value, collected in one mode.
  package struct Group: Equatable, Sendable {
    package var answer: Int
    package var mode: SurveyV1.Mode
    package var times: Int

    package init(answer: Int, mode: SurveyV1.Mode, times: Int) {
      self.answer = answer
      self.mode = mode
      self.times = times
    }
  }

  /// Answers that count: one for each customer, or all, as was asked.
  package var counted: [Group]
  /// Answers in all, those of customers who answered again included.
  package var answers: Int
  /// Seen and closed without an answer.
  package var dismissed: Int

  package init(counted: [Group], answers: Int, dismissed: Int) {
    self.counted = counted
    self.answers = answers
    self.dismissed = dismissed
  }

  /// The score of the counted answers.
  package var score: NetPromoterScore {
    counted.reduce(into: NetPromoterScore()) { $0.count($1.answer, times: $1.times) }
  }

  /// Counted answers by mode, most frequent first.
  package var modes: [SurveyV1.ModeCount] {
    let counts = counted.reduce(into: [SurveyV1.Mode: Int]()) { counts, group in
      counts[group.mode, default: 0] += group.times
    }
    return counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .map { SurveyV1.ModeCount(mode: $0.key, n: UInt32($0.value)) }
  }

  /// The reply to `request`: never a score without n, interval and method, and no score without an
  /// answer.
  package func reply(to request: SurveyV1.GetNpsRequest, questionId: String)
    -> SurveyV1.GetNpsReply
  {
    let score = self.score
    let interval = NpsInterval.of(score, by: request.method == .score ? .score : .adjustedWald)
    return SurveyV1.GetNpsReply(
      surveyId: request.surveyId, questionId: questionId,
      score: score.points.map { SurveyV1.NpsScore(points: $0) }, n: UInt32(score.n),
      promoters: UInt32(score.promoters), passives: UInt32(score.passives),
      detractors: UInt32(score.detractors), interval: interval.map(SurveyV1.NpsInterval.init),
      pointsPerAnswer: score.pointsPerAnswer, dismissed: UInt32(dismissed),
      superseded: UInt32(answers - score.n),
      counting: request.counting == .everyAnswer ? .everyAnswer : .latestPerCustomer, modes: modes)
  }
}

extension SurveyV1.NpsInterval {
  /// The interval as messages carry it.
  init(_ interval: NpsInterval) {
    self.init(
      low: interval.low, high: interval.high, confidence: NpsInterval.confidence,
      method: interval.method == .score ? .score : .adjustedWald)
  }
}
