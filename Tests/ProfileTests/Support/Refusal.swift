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
