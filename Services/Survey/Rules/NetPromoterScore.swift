/// How willing a group of customers is to recommend us: the counts, and the score that follows from
/// them.
///
/// Only whole answers from 0 to 10 are counted (``category(of:)``), so promoters + passives +
/// detractors = n always: a dismissed question is no answer and is in no denominator.
package struct NetPromoterScore: Equatable, Sendable {
  /// Answers of 9 and 10.
  package var promoters: Int
  /// Answers of 7 and 8.
  package var passives: Int
  /// Answers of 0 to 6.
  package var detractors: Int

  package init(promoters: Int = 0, passives: Int = 0, detractors: Int = 0) {
    self.promoters = promoters
    self.passives = passives
    self.detractors = detractors
  }

  /// Answers counted.
  package var n: Int { promoters + passives + detractors }

  /// Percentage points, -100 to 100; nil with n = 0, because no answer is not a score of 0.
  package var points: Double? {
    n == 0 ? nil : 100 * Double(promoters - detractors) / Double(n)
  }

  /// By how much one answer more may move the score, at most: from promoter to detractor, 200/n
  /// points; 0 with n = 0.
  package var pointsPerAnswer: Double {
    n == 0 ? 0 : 200 / Double(n)
  }

  /// The group of an answer; nil where it is not one of the eleven that the question offers.
  package static func category(of answer: Int) -> Category? {
    switch answer {
    case 9...10: .promoter
    case 7...8: .passive
    case 0...6: .detractor
    default: nil
    }
  }

  /// Counts `times` answers of one value; one that is not 0 to 10 is not counted.
  package mutating func count(_ answer: Int, times: Int = 1) {
    switch Self.category(of: answer) {
    case .promoter: promoters += times
    case .passive: passives += times
    case .detractor: detractors += times
    case nil: break
    }
  }

  /// The three groups of Reichheld's question.
  package enum Category: Equatable, Sendable {
    case promoter, passive, detractor
  }
}
