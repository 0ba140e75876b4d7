import Gateway
import Testing

@Suite struct TimeBudgetTests {
  let budget = TimeBudget(limit: .milliseconds(500))

  @Test func `without a deadline the limit holds`() {
    #expect(budget.parts(remaining: nil) == .milliseconds(500))
    #expect(budget.resolving(remaining: nil) == .milliseconds(500))
  }

  @Test(arguments: [(10, 9), (100, 90), (150, 135), (400, 360), (540, 486), (9000, 500)])
  func `parts end early enough to answer before the caller's deadline`(remaining: Int, parts: Int) {
    #expect(budget.parts(remaining: .milliseconds(remaining)) == .milliseconds(parts))
  }

  @Test func `resolving leaves at least half of the time to the parts`() {
    #expect(budget.resolving(remaining: .milliseconds(100)) == .milliseconds(45))
    #expect(budget.resolving(remaining: .milliseconds(9000)) == .milliseconds(500))
  }

  @Test(arguments: [-1, 0, 1, 1000])
  func `no time is no time, never a negative one`(microseconds: Int) {
    #expect(budget.parts(remaining: .microseconds(microseconds)) == .zero)
    #expect(budget.resolving(remaining: .microseconds(microseconds)) == .zero)
  }
}
