import Randomness
import TestKit
import Testing

@testable import RPC

@Suite struct RetryThrottleTests {
  @Test func `retries stop at half the tokens and begin again above it`() throws {
    let throttle = try RetryThrottle(maximumTokens: 10, tokenRatio: 0.5)
    for _ in 0..<4 { #expect(throttle.failed()) }
    #expect(!throttle.failed())
    #expect(!throttle.allowsHedge)
    throttle.succeeded()
    #expect(throttle.allowsHedge)
    throttle.succeeded()
    #expect(!throttle.failed(), "six less one is half")
    for _ in 0..<100 { throttle.succeeded() }
    for _ in 0..<4 { #expect(throttle.failed()) }
    #expect(!throttle.failed(), "no success fills the bucket beyond its size")
  }

  @Test func `an empty bucket owes nothing`() throws {
    let throttle = try RetryThrottle(maximumTokens: 4, tokenRatio: 1)
    for _ in 0..<1000 { _ = throttle.failed() }
    for _ in 0..<2 { throttle.succeeded() }
    #expect(!throttle.allowsHedge)
    throttle.succeeded()
    #expect(throttle.allowsHedge)
  }

  @Test func `any history leaves the tokens of the plain sum within its bounds`() throws {
    var random = SeededRandom(seed: 66)
    for _ in 0..<50 {
      let maximum = Int.random(in: 1...1000, using: &random)
      let thousandths = Int.random(in: 1...min(2000, maximum * 1000), using: &random)
      let rule = try RetryTokens(maximum: maximum, ratio: Double(thousandths) / 1000)
      let throttle = try RetryThrottle(
        maximumTokens: maximum, tokenRatio: Double(thousandths) / 1000)
      var tokens = maximum * 1000
      #expect(rule.maximum == tokens && rule.ratio == thousandths)
      for _ in 0..<1000 {
        if Bool.random(using: &random) {
          tokens = max(0, tokens - 1000)
          #expect(throttle.failed() == (tokens * 2 > maximum * 1000))
        } else {
          tokens = min(maximum * 1000, tokens + thousandths)
          throttle.succeeded()
        }
        #expect(throttle.allowsHedge == (tokens * 2 > maximum * 1000))
      }
    }
  }

  @Test func `no token is lost or made when all loops count at once`() async throws {
    let throttle = try RetryThrottle(maximumTokens: 1000, tokenRatio: 1)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          // Never below 600: no bound interferes.
          for _ in 0..<50 { _ = throttle.failed() }
          for _ in 0..<50 { throttle.succeeded() }
          for _ in 0..<50 { _ = throttle.failed() }
        }
      }
    }
    // 600 are left: 99 more may go, and the next leaves half.
    for _ in 0..<99 { #expect(throttle.failed()) }
    #expect(!throttle.failed())
  }

  @Test func `what makes no bucket is refused, with the parameter's name`() {
    for (tokens, ratio, parameter) in [
      (0, 0.1, "maximumTokens"), (-1, 0.1, "maximumTokens"), (1001, 0.1, "maximumTokens"),
      (10, 0, "tokenRatio"), (10, 0.0001, "tokenRatio"), (10, 11, "tokenRatio"),
      (10, .nan, "tokenRatio"), (10, .infinity, "tokenRatio"),
    ] {
      let error = #expect(throws: RPCError.self) {
        try RetryThrottle(maximumTokens: tokens, tokenRatio: ratio)
      }
      #expect(error?.fieldViolation?.field == parameter)
    }
  }
}
