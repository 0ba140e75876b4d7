import Messages
import Survey
import Testing

@Suite struct NpsTallyTests {
  static let tally = NpsTally(
    counted: [
      .init(answer: 10, mode: .online, times: 4), .init(answer: 9, mode: .phone, times: 1),
      .init(answer: 7, mode: .phone, times: 3), .init(answer: 2, mode: .online, times: 2),
    ], answers: 12, dismissed: 5)

  @Test func `dismissed answers are not in the denominator`() {
    let reply = Self.tally.reply(to: .init(surveyId: "srv_1"), questionId: "q")
    #expect(reply.score?.points == 30)
    #expect(reply.n == 10)
    #expect(reply.dismissed == 5)
    #expect(reply.superseded == 2)
    #expect(reply.promoters + reply.passives + reply.detractors == reply.n)
  }

  @Test func `a score comes with its interval, method, step and modes`() throws {
    let reply = Self.tally.reply(to: .init(surveyId: "srv_1"), questionId: "q")
    let interval = try #require(reply.interval)
    #expect(abs(interval.low + 19.0506) < 0.00005 && abs(interval.high - 65.2045) < 0.00005)
    #expect(interval.method == .adjustedWald)
    #expect(interval.confidence == 0.95)
    #expect(reply.pointsPerAnswer == 20)
    #expect(reply.counting == .latestPerCustomer)
    #expect(reply.modes == [.init(mode: .online, n: 6), .init(mode: .phone, n: 4)])
  }

  @Test func `the score interval is given where it is asked for`() {
    let reply = Self.tally.reply(to: .init(surveyId: "srv_1", method: .score), questionId: "q")
    #expect(reply.interval?.method == .score)
  }

  @Test func `with no answer but dismissals there is no score, not a score of 0`() {
    let reply = NpsTally(counted: [], answers: 0, dismissed: 3)
      .reply(to: .init(surveyId: "srv_1"), questionId: "q")
    #expect(reply.score == nil)
    #expect(reply.interval == nil)
    #expect(reply.n == 0)
    #expect(reply.dismissed == 3)
    #expect(reply.modes.isEmpty)
  }
}
