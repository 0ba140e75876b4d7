import RPC
import Testing

@testable import ServiceKit

/// What an operator can say about retries and hedges.
@Suite struct AttemptSettingsTests {
  private func attempts(_ values: [String: String] = [:]) throws -> AttemptSettings {
    try AttemptSettings(ServiceSettings(known: AttemptSettings.declarations, flags: values))
  }

  @Test func `nothing chosen is what a channel does by itself`() throws {
    let chosen = try attempts()
    #expect(chosen.retry == .standard)
    #expect(chosen.hedging == nil)
    #expect(AttemptSettings.standard.retry == .standard)
    #expect(AttemptSettings.standard.hedging == nil)
  }

  @Test func `what is chosen arrives`() throws {
    #expect(try attempts(["retry.attempts": "1"]).retry == nil)
    let five = try #require(try attempts(["retry.attempts": "5"]).retry)
    #expect(five.maximumAttempts == 5)
    #expect(five.initialBackoff == RetryPolicy.standard.initialBackoff)
    #expect(five.retryableCodes == RetryPolicy.standard.retryableCodes)
    #expect(
      try attempts(["hedge.ms": "20"]).hedging == HedgingPolicy(hedgingDelay: .milliseconds(20)))
    #expect(
      try attempts(["hedge.ms": "1", "hedge.attempts": "3"]).hedging
        == HedgingPolicy(maximumAttempts: 3, hedgingDelay: .milliseconds(1)))
    #expect(try attempts(["hedge.attempts": "3"]).hedging == nil)
  }

  @Test(arguments: [
    ("retry.attempts", "0"), ("retry.attempts", "6"), ("hedge.ms", "-1"), ("hedge.ms", "60001"),
    ("hedge.ms", "1.5"), ("hedge.attempts", "1"), ("hedge.attempts", "6"),
  ])
  func `a wrong value is named with what is allowed`(name: String, value: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try attempts([name: value]) }
    #expect(error.message.hasPrefix("\(name) is \"\(value)\", but must be "))
  }
}
