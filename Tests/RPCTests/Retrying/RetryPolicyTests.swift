import Randomness
import TestKit
import Testing

@testable import RPC

@Suite struct RetryPolicyTests {
  @Test(arguments: [(1, 50), (2, 100), (3, 200), (4, 400), (5, 800), (6, 1000), (100, 1000)])
  func `delays double to the longest and no further`(failures: Int, milliseconds: Int64) {
    let delay = RetryPolicy.standard.delay(afterFailures: failures, random: 0.5)
    #expect(delay == milliseconds * 1_000_000)
  }

  @Test func `any policy's delay is within a fifth of the formula`() throws {
    var random = SeededRandom(seed: 6)
    for _ in 0..<5000 {
      let initial = Int64.random(in: 1...10_000_000_000, using: &random)
      let maximum = Int64.random(in: initial...1_000_000_000_000, using: &random)
      let multiplier = Double.random(in: 1...10, using: &random)
      let failures = Int.random(in: 1...20, using: &random)
      let policy = try RetryPolicy(
        maximumAttempts: .random(in: 2...5, using: &random), initialBackoff: .nanoseconds(initial),
        maximumBackoff: .nanoseconds(maximum), multiplier: multiplier,
        retryableCodes: [.unavailable])
      var expected = Double(initial)
      for _ in 1..<failures { expected *= multiplier }
      expected = min(expected, Double(maximum))
      let delay = Double(
        policy.delay(afterFailures: failures, random: .random(in: 0..<1, using: &random)))
      #expect(delay >= expected * 0.799_999 - 1 && delay <= expected * 1.200_001)
    }
  }

  @Test(arguments: [-1, 0, 1, 6, 1000])
  func `a policy of so many attempts is refused, with its rule`(count: Int) {
    let retry = refusal { try policy(attempts: count) }
    #expect(retry == "maximumAttempts")
    let hedging = refusal { try HedgingPolicy(maximumAttempts: count, hedgingDelay: .zero) }
    #expect(hedging == "maximumAttempts")
  }

  @Test func `what makes no policy is refused, with the parameter's name`() {
    #expect(refusal { try policy(initial: .zero) } == "initialBackoff")
    #expect(refusal { try policy(maximum: .milliseconds(1)) } == "maximumBackoff")
    #expect(refusal { try policy(multiplier: 0.5) } == "multiplier")
    #expect(refusal { try policy(multiplier: .infinity) } == "multiplier")
    #expect(refusal { try policy(multiplier: .nan) } == "multiplier")
    #expect(refusal { try policy(codes: []) } == "retryableCodes")
    #expect(refusal { try policy(codes: [.ok, .unavailable]) } == "retryableCodes")
    #expect(refusal { try HedgingPolicy(hedgingDelay: .seconds(-1)) } == "hedgingDelay")
    #expect(
      refusal { try HedgingPolicy(hedgingDelay: .zero, nonFatalCodes: [.ok]) } == "nonFatalCodes")
  }

  @Test(arguments: [
    (UInt32(0), PushBack.none), (1, .wait(1_000_000)), (0x7FFF_FFFF, .wait(2_147_483_647_000_000)),
    (0x8000_0000, .stop), (RPCError.neverRetry, .stop),
  ])
  func `push-back is a wait, a stop, or nothing`(milliseconds: UInt32, pushBack: PushBack) {
    let error = RPCError(.unavailable, "", retryAfterMilliseconds: milliseconds)
    #expect(error.pushBack == pushBack)
  }

  private func policy(
    attempts: Int = 3, initial: Duration = .milliseconds(10), maximum: Duration = .seconds(1),
    multiplier: Double = 2, codes: StatusCodeSet = [.unavailable]
  ) throws -> RetryPolicy {
    try RetryPolicy(
      maximumAttempts: attempts, initialBackoff: initial, maximumBackoff: maximum,
      multiplier: multiplier, retryableCodes: codes)
  }

  /// The parameter that is said to be wrong.
  private func refusal(_ make: () throws -> some Any) -> String? {
    let error = #expect(throws: RPCError.self) { try make() }
    #expect(error?.code == .invalidArgument)
    return error?.fieldViolation?.field
  }
}
