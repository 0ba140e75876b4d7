import ServiceKit
import Testing

@testable import Profile

/// The rule that refuses what `body` tries, or nil when nothing does.
func refusal(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let violation as Violation {
    return violation.rule
  } catch {
    Issue.record("unexpected \(error)")
    return nil
  }
}

/// Random numbers that a seed decides, so that a failure can be seen again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
