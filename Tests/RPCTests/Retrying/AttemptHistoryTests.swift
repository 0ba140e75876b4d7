import Randomness
import TestKit
import Testing

@testable import RPC

@Suite struct AttemptHistoryTests {
  private let policy = RetryPolicy.standard

  @Test func `a repeatable call is tried again after growing delays, as often as the policy says`()
  {
    var history = AttemptHistory()
    let failed = FailedAttempt(code: .unavailable, isRepeatable: true)
    #expect(verdict(&history, failed) == .again(after: 50_000_000))
    #expect(verdict(&history, failed) == .again(after: 100_000_000))
    #expect(verdict(&history, failed) == .again(after: 200_000_000))
    #expect(verdict(&history, failed) == .giveUp)
  }

  @Test func `the first refusal is answered at once and for nothing, the next ones are failures`() {
    var history = AttemptHistory()
    let refused = FailedAttempt(code: .unavailable, isRefused: true, isRepeatable: false)
    var charges = 0
    func verdict() -> AttemptHistory.Verdict {
      history.verdict(on: refused, policy: policy, random: 0.5) {
        charges += 1
        return true
      }
    }
    #expect(verdict() == .again(after: 0))
    #expect(charges == 0)
    #expect(verdict() == .again(after: 50_000_000))
    #expect(verdict() == .again(after: 100_000_000))
    #expect(verdict() == .again(after: 200_000_000))
    #expect(verdict() == .giveUp)
    #expect(charges == 4)
  }

  @Test func `what found no connection is safe to repeat, but not at once`() {
    var history = AttemptHistory()
    let unsent = FailedAttempt(code: .unavailable, isUnsent: true, isRepeatable: false)
    #expect(verdict(&history, unsent) == .again(after: 50_000_000))
    #expect(verdict(&history, unsent) == .again(after: 100_000_000))
    // A refusal is another matter, and its first is still free.
    let refused = FailedAttempt(code: .unavailable, isRefused: true, isRepeatable: false)
    #expect(verdict(&history, refused) == .again(after: 0))
    #expect(verdict(&history, unsent) == .again(after: 200_000_000))
    #expect(verdict(&history, unsent) == .giveUp)
    history = AttemptHistory()
    #expect(verdict(&history, unsent, policy: nil) == .giveUp)
  }

  @Test func `without a policy a refused call is sent again once`() {
    var history = AttemptHistory()
    let refused = FailedAttempt(code: .unavailable, isRefused: true, isRepeatable: true)
    #expect(verdict(&history, refused, policy: nil) == .again(after: 0))
    #expect(verdict(&history, refused, policy: nil) == .giveUp)
  }

  @Test func `a refusal that says when is not answered at once`() {
    var history = AttemptHistory()
    let refused = FailedAttempt(
      code: .resourceExhausted, pushBack: .wait(7), isRefused: true, isRepeatable: false)
    #expect(verdict(&history, refused) == .again(after: 7))
  }

  @Test func `a refusal for good is no moment's`() {
    var history = AttemptHistory()
    let refused = FailedAttempt(code: .permissionDenied, isRefused: true, isRepeatable: true)
    #expect(verdict(&history, refused) == .again(after: 0))
    #expect(verdict(&history, refused) == .giveUp)
  }

  @Test func `push-back replaces one delay, and back-off begins anew`() {
    var history = AttemptHistory()
    var failed = FailedAttempt(code: .unavailable, isRepeatable: true)
    #expect(verdict(&history, failed) == .again(after: 50_000_000))
    failed.pushBack = .wait(3_000_000_000)
    #expect(verdict(&history, failed) == .again(after: 3_000_000_000))
    failed.pushBack = .none
    #expect(verdict(&history, failed) == .again(after: 50_000_000))
    failed.pushBack = .wait(1)
    #expect(verdict(&history, failed) == .giveUp, "push-back grants no more attempts")
  }

  @Test func `failures of the request cost no token, failures of the server do`() {
    func charges(_ attempt: FailedAttempt) -> Int {
      var history = AttemptHistory()
      var count = 0
      _ = history.verdict(on: attempt, policy: policy, random: 0) {
        count += 1
        return true
      }
      return count
    }
    #expect(charges(FailedAttempt(code: .invalidArgument, isRepeatable: true)) == 0)
    #expect(charges(FailedAttempt(code: .unavailable, isRepeatable: true)) == 1)
    #expect(charges(FailedAttempt(code: .unavailable, isRepeatable: false)) == 1)
    #expect(charges(FailedAttempt(code: .internal, pushBack: .stop, isRepeatable: true)) == 1)
  }

  @Test func `no attempt begins at or after the deadline`() {
    let failed = FailedAttempt(code: .unavailable, isRepeatable: true)
    for (timeLeft, expected) in [
      (50_000_001, AttemptHistory.Verdict.again(after: 50_000_000)), (50_000_000, .giveUp),
      (0, .giveUp), (-1, .giveUp),
    ] {
      var history = AttemptHistory()
      let verdict = history.verdict(
        on: failed, policy: policy, timeLeft: Int64(timeLeft), random: 0.5
      ) { true }
      #expect(verdict == expected)
    }
    var history = AttemptHistory()
    let refused = FailedAttempt(code: .unavailable, isRefused: true, isRepeatable: true)
    let late = history.verdict(on: refused, policy: policy, timeLeft: 0, random: 0) { true }
    #expect(late == .giveUp)
  }

  @Test func `whatever happens, only what is safe is sent again, and not for ever`() throws {
    var random = SeededRandom(seed: 2026)
    for _ in 0..<20_000 {
      let policy = try RetryPolicy(
        maximumAttempts: .random(in: 2...5, using: &random), initialBackoff: .milliseconds(10),
        maximumBackoff: .milliseconds(40), multiplier: 2,
        retryableCodes: StatusCodeSet(
          StatusCode.allCases.dropFirst().filter { _ in Bool.random(using: &random) }
            + [.unavailable]))
      var history = AttemptHistory()
      var retries = 0
      let isRepeatable = Bool.random(using: &random)
      while true {
        let attempt = randomAttempt(isRepeatable, &random)
        let allowed = Int.random(in: 0..<8, using: &random) > 0
        let timeLeft = Int64.random(in: -10...100_000_000, using: &random)
        let isFree = attempt.isRefused && attempt.pushBack == .none && !history.wasRefused
        let verdict = history.verdict(
          on: attempt, policy: policy, timeLeft: timeLeft,
          random: .random(in: 0..<1, using: &random)
        ) { allowed }
        guard case .again(let delay) = verdict else { break }
        retries += 1
        #expect(attempt.canStartOver && (attempt.isRefused || isRepeatable))
        #expect(isFree || allowed)
        #expect(attempt.pushBack != .stop && delay < timeLeft)
        if case .wait(let time) = attempt.pushBack {
          #expect(delay == time)
        } else {
          #expect(isFree ? delay == 0 : (8_000_000...48_000_000).contains(delay))
        }
      }
      #expect(retries <= policy.maximumAttempts)
    }
  }

  private func randomAttempt(
    _ isRepeatable: Bool, _ random: inout SeededRandom
  ) -> FailedAttempt {
    let codes: [StatusCode] = [.unavailable, .unavailable, .internal, .resourceExhausted]
    let pushBacks: [PushBack] = [.none, .none, .none, .wait(5_000_000), .stop]
    return FailedAttempt(
      code: codes.randomElement(using: &random) ?? .unknown,
      pushBack: pushBacks.randomElement(using: &random) ?? .none,
      isRefused: Bool.random(using: &random), isRepeatable: isRepeatable,
      canStartOver: Int.random(in: 0..<5, using: &random) > 0)
  }

  private func verdict(
    _ history: inout AttemptHistory, _ attempt: FailedAttempt,
    policy: RetryPolicy? = .standard
  ) -> AttemptHistory.Verdict {
    history.verdict(on: attempt, policy: policy, random: 0.5) { true }
  }
}
