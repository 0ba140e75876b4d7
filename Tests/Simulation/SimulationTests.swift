import Foundation
import Randomness
import Testing

/// Many short lives of a client and a server on a bad network, each from a seed.
struct SimulationTests {
  /// How many schedules a test case runs.
  private static let schedules: UInt64 = 100

  private static let batches = 0..<LongRun.count(20, atLength: 2000) as Range<UInt64>

  // One after the other: at length they would fill the queue of threads for minutes, and every test that
  // waits for something would come behind them.
  @Test(.serialized, arguments: batches)
  func `every call ends once and in time, runs once, and no credit is lost or made`(
    _ batch: UInt64
  ) {
    // One failure tells enough; the rest of its batch would fail alike.
    let seeds = batch * Self.schedules..<(batch + 1) * Self.schedules
    _ = seeds.first { !check($0) }
  }

  @Test func `the schedule of CAMEO_SEED takes its course`() {
    guard let text = ProcessInfo.processInfo.environment["CAMEO_SEED"] else { return }
    guard let seed = UInt64(text) else {
      Issue.record("CAMEO_SEED is \(text), not a number from 0 on")
      return
    }
    print(Schedule(seed: seed))
    check(seed)
  }

  /// Whether all went well.
  @discardableResult private func check(_ seed: UInt64) -> Bool {
    let schedule = Schedule(seed: seed)
    guard World(schedule).run() != nil else { return true }
    let shortest = schedule.shrunk { World($0).run() != nil }
    let complaint = World(shortest).run() ?? "nothing any more"
    Issue.record(
      """
      \(complaint)
      of the \(schedule.actions.count) actions of seed \(seed), these suffice:
      \(shortest)
      again: CAMEO_SEED=\(seed) swift test --filter SimulationTests
      """)
    return false
  }

  /// So that the others cannot pass by doing nothing.
  @Test func `the schedules have every kind of trouble in them`() {
    var seen = (calls: 0, retries: 0, drains: 0, losses: 0, timeOuts: 0)
    for seed in 0..<UInt64(200) {
      let world = World(Schedule(seed: seed))
      _ = world.run()
      seen.calls += world.calls.count
      seen.retries += world.unprocessed.count
      seen.drains += world.links.count { $0.hasDrained }
      seen.losses += world.calls.count { $0.outcome == .lost }
      seen.timeOuts += world.calls.count { $0.outcome == .timedOut || $0.outcome == .status(4) }
    }
    #expect(seen.calls > 500 && seen.retries > 20 && seen.drains > 50, "\(seen)")
    #expect(seen.losses > 20 && seen.timeOuts > 20, "\(seen)")
  }
}
