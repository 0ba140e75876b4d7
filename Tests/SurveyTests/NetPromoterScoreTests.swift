import Survey
import Testing

@Suite struct NetPromoterScoreTests {
  @Test func `nine and ten promote, seven and eight are passive, the rest detract`() {
    let categories = (0...10).map { NetPromoterScore.category(of: $0) }
    #expect(categories[0...6].allSatisfy { $0 == .detractor })
    #expect(categories[7...8].allSatisfy { $0 == .passive })
    #expect(categories[9...10].allSatisfy { $0 == .promoter })
  }

  @Test(arguments: [-1, 11, .min, .max])
  func `a value outside 0 to 10 is in no group and in no denominator`(value: Int) {
    var score = NetPromoterScore(promoters: 1)
    score.count(value)
    #expect(NetPromoterScore.category(of: value) == nil)
    #expect(score == NetPromoterScore(promoters: 1))
  }

  @Test func `five promoters, three passives and two detractors score 30`() {
    var score = NetPromoterScore()
    score.count(10, times: 5)
    score.count(7, times: 3)
    score.count(0, times: 2)
    #expect(score == NetPromoterScore(promoters: 5, passives: 3, detractors: 2))
    #expect(score.points == 30)
    #expect(score.n == 10)
  }

  @Test func `without an answer there is no score and no interval`() {
    #expect(NetPromoterScore().points == nil)
    #expect(NetPromoterScore().pointsPerAnswer == 0)
    #expect(NpsInterval.of(NetPromoterScore(), by: .adjustedWald) == nil)
    #expect(NpsInterval.of(NetPromoterScore(), by: .score) == nil)
  }

  @Test func `as many promoters as detractors score 0, which is a score`() {
    #expect(NetPromoterScore(promoters: 2, detractors: 2).points == 0)
  }

  @Test(arguments: [(5, 40.0), (10, 20.0), (100, 2.0)])
  func `one answer moves the score by up to 200 over n`(n: Int, points: Double) {
    #expect(NetPromoterScore(passives: n).pointsPerAnswer == points)
  }
}
