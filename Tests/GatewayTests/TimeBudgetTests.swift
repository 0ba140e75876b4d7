import Gateway
import Testing

@Suite struct TimeBudgetTests {
  static let millisecond: Int64 = 1_000_000
  let budget = TimeBudget(limit: 500 * millisecond)

  @Test func `without a deadline the limit holds`() {
    #expect(budget.parts(remaining: nil) == 500 * Self.millisecond)
    #expect(budget.resolving(remaining: nil) == 500 * Self.millisecond)
  }

  @Test(arguments: [(10, 9), (100, 90), (150, 135), (400, 380), (520, 500), (9000, 500)])
  func `parts end early enough to answer before the caller's deadline`(
    remaining: Int64, parts: Int64
  ) {
    #expect(budget.parts(remaining: remaining * Self.millisecond) == parts * Self.millisecond)
  }

  @Test func `resolving leaves at least half of the time to the parts`() {
    #expect(budget.resolving(remaining: 100 * Self.millisecond) == 45 * Self.millisecond)
    #expect(budget.resolving(remaining: 9000 * Self.millisecond) == 500 * Self.millisecond)
  }

  @Test(arguments: [-1, 0, 1, 1_000_000] as [Int64])
  func `no time is no time, never a negative one`(remaining: Int64) {
    #expect(budget.parts(remaining: remaining) == 0)
    #expect(budget.resolving(remaining: remaining) == 0)
  }
}
