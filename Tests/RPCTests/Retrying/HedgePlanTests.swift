import Randomness
import TestKit
import Testing

@testable import RPC

@Suite struct HedgePlanTests {
  private let failed = FailedAttempt(code: .unavailable, isRepeatable: true)

  @Test func `attempts begin a delay apart, up to the policy's number`() throws {
    var plan = HedgePlan(try policy(3), now: 100)
    #expect(plan.due == 110)
    #expect(!isDue(&plan, now: 109))
    #expect(isDue(&plan, now: 110))
    #expect(plan.due == 120)
    #expect(isDue(&plan, now: 121))
    #expect(plan.due == nil && plan.open == 3)
  }

  @Test func `a failure that is not fatal brings the next attempt at once, the rest a delay later`()
    throws
  {
    var plan = HedgePlan(try policy(3), now: 0)
    #expect(fail(&plan, failed, now: 4) == .begin)
    #expect(plan.due == 14)
  }

  @Test func `a fatal failure is the call's, whatever is still out`() throws {
    var plan = HedgePlan(try policy(3), now: 0)
    #expect(isDue(&plan, now: 10))
    #expect(fail(&plan, FailedAttempt(code: .internal, isRepeatable: true), now: 11) == .giveUp)
  }

  @Test func `the last failure is the call's, and none before`() throws {
    var plan = HedgePlan(try policy(2), now: 0)
    #expect(fail(&plan, failed, now: 1) == .begin)
    #expect(plan.due == nil)
    #expect(fail(&plan, failed, now: 2) == .giveUp)
    plan = HedgePlan(try policy(2), now: 0)
    #expect(isDue(&plan, now: 10))
    #expect(fail(&plan, failed, now: 11) == .wait)
    #expect(fail(&plan, failed, now: 12) == .giveUp)
  }

  @Test func `push-back delays the next attempt, and a stop leaves those that are out`() throws {
    var plan = HedgePlan(try policy(3), now: 0)
    var pushed = failed
    pushed.pushBack = .wait(500)
    #expect(fail(&plan, pushed, now: 5) == .wait)
    #expect(plan.due == 505)
    #expect(isDue(&plan, now: 505))
    #expect(plan.due == 515)
    pushed.pushBack = .stop
    #expect(fail(&plan, pushed, now: 506) == .giveUp, "nothing is out")

    plan = HedgePlan(try policy(3), now: 0)
    #expect(isDue(&plan, now: 10))
    #expect(fail(&plan, pushed, now: 11) == .wait)
    #expect(plan.due == nil && plan.open == 1)
  }

  @Test func `push-back beyond the deadline is not waited for when nothing is out`() throws {
    var plan = HedgePlan(try policy(3), now: 0)
    var pushed = failed
    pushed.pushBack = .wait(500)
    #expect(plan.failed(pushed, now: 5, deadline: 505) { true } == .giveUp)
  }

  @Test func `an exhausted budget sends no hedge, and the attempts that are out go on`() throws {
    var plan = HedgePlan(try policy(3), now: 0)
    #expect(!isDue(&plan, now: 10, allowed: false))
    #expect(plan.due == nil && !plan.isOver)
    #expect(fail(&plan, failed, now: 11) == .giveUp)

    plan = HedgePlan(try policy(3), now: 0)
    #expect(isDue(&plan, now: 10))
    #expect(plan.failed(failed, now: 11, deadline: nil) { false } == .wait)
    #expect(plan.due == nil)
  }

  @Test func `an attempt that still waits for a connection is not hedged`() throws {
    var plan = HedgePlan(try policy(2), now: 0)
    #expect(!isDue(&plan, now: 10, hasLeft: false))
    #expect(plan.due == 20)
    #expect(isDue(&plan, now: 20))
  }

  @Test func `the first refusal is answered at once and counts for nothing`() throws {
    var plan = HedgePlan(try policy(2), now: 0)
    var refused = failed
    refused.isRefused = true
    var charges = 0
    let first = plan.failed(refused, now: 1, deadline: nil) {
      charges += 1
      return false
    }
    #expect(first == .begin)
    #expect(charges == 0 && plan.begun == 1 && plan.due == 10)
    #expect(fail(&plan, refused, now: 2) == .begin)
    #expect(fail(&plan, refused, now: 3) == .giveUp)
  }

  @Test func `whatever happens, a plan either waits for something or is over`() throws {
    var random = SeededRandom(seed: 1987)
    let pushBacks: [PushBack] = [.none, .none, .wait(30), .stop]
    for _ in 0..<20_000 {
      let maximum = Int.random(in: 2...5, using: &random)
      var plan = HedgePlan(try policy(maximum), now: 0)
      var now: Int64 = 0
      var sent = 1
      var isOver = false
      while !isOver {
        now += Int64.random(in: 0...15, using: &random)
        let allowed = Int.random(in: 0..<6, using: &random) > 0
        if plan.open == 0 || Bool.random(using: &random) {
          if plan.open == 0 { now = max(now, plan.due ?? now) }
          if isDue(&plan, now: now, allowed: allowed) { sent += 1 }
          isOver = plan.isOver
        } else {
          var attempt = failed
          attempt.isRefused = Bool.random(using: &random)
          attempt.pushBack = pushBacks.randomElement(using: &random) ?? .none
          let verdict = plan.failed(attempt, now: now, deadline: nil) { allowed }
          if verdict == .begin { sent += 1 }
          isOver = verdict == .giveUp
          if !isOver { #expect(plan.open > 0 || plan.due != nil) }
          if isOver { #expect(plan.open == 0) }
        }
        #expect(plan.open >= 0 && plan.open <= plan.begun && plan.begun <= maximum)
      }
      #expect(sent <= maximum + 1)
    }
  }

  private func policy(_ attempts: Int) throws -> HedgingPolicy {
    try HedgingPolicy(maximumAttempts: attempts, hedgingDelay: .nanoseconds(10))
  }

  private func isDue(
    _ plan: inout HedgePlan, now: Int64, hasLeft: Bool = true, allowed: Bool = true
  ) -> Bool {
    plan.isDue(now: now, hasLeft: hasLeft, allowed: allowed)
  }

  private func fail(
    _ plan: inout HedgePlan, _ attempt: FailedAttempt, now: Int64
  ) -> HedgePlan.Verdict {
    plan.failed(attempt, now: now, deadline: nil) { true }
  }
}
