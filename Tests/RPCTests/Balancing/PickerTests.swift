import Randomness
import TestKit
import Testing

@testable import RPC

@Suite struct PickerTests {
  private func shares(
    of count: Int, seed: UInt64, weights: [Double]? = nil, cost: (Int) -> Double?
  ) -> [Double] {
    var picker = Picker(seed: seed)
    var counts = [Int](repeating: 0, count: count)
    let picks = 20_000
    for _ in 0..<picks {
      let index = picker.pick(
        count: count, heaviest: weights?.max(), weight: { weights?[$0] ?? 1 }, cost: cost)
      if let index { counts[index] += 1 }
    }
    return counts.map { Double($0) / Double(picks) }
  }

  @Test func `nobody is picked of none, and of those that are full`() {
    var picker = Picker(seed: 1)
    #expect(picker.pick(count: 0) { _ in 1 } == nil)
    #expect(picker.pick(count: 1) { _ in 1 } == 0)
    #expect(picker.pick(count: 1) { _ in nil } == nil)
    #expect(picker.pick(count: 9) { _ in nil } == nil)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `the only one with room is found among many`(seed: UInt64) {
    #expect(shares(of: 20, seed: seed) { $0 == 13 ? 5 : nil }[13] == 1)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `at equal cost all have an equal share`(seed: UInt64) {
    for share in shares(of: 4, seed: seed, cost: { _ in 1 }) { #expect(abs(share - 0.25) < 0.02) }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `the costliest of several is never picked, the cheapest in two of n draws`(seed: UInt64) {
    let shares = shares(of: 5, seed: seed) { Double($0) }
    #expect(shares[4] == 0)
    #expect(abs(shares[0] - 0.4) < 0.02)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `at equal cost weights are shares`(seed: UInt64) {
    let weights = [6.0, 3, 1]
    let shares = shares(of: 3, seed: seed, weights: weights) { _ in 1 }
    for (share, weight) in zip(shares, weights) { #expect(abs(share - weight / 10) < 0.02) }
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `whatever the costs, what is picked is there and has room`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var picker = Picker(seed: seed)
    for _ in 0..<200 {
      let count = Int.random(in: 0...12, using: &random)
      let costs = (0..<count).map { _ in
        Bool.random(using: &random) ? Double.random(in: 0...1, using: &random) : nil
      }
      let weights = (0..<count).map { _ in Double.random(in: 0.01...1, using: &random) }
      let isWeighted = Bool.random(using: &random)
      let index = picker.pick(
        count: count, heaviest: isWeighted ? weights.max() : nil, weight: { weights[$0] },
        cost: { costs[$0] })
      #expect(index.map { costs[$0] != nil } ?? costs.allSatisfy { $0 == nil })
    }
  }
}

@Suite struct PeakEWMATests {
  private let second: Int64 = 1_000_000_000

  @Test func `a slow call counts at once, fast ones bring it down with time`() {
    var latency = PeakEWMA()
    latency.observe(1_000, now: 0, decay: second)
    latency.observe(900_000, now: 10, decay: second)
    #expect(latency.latency == 900_000)
    for _ in 0..<1000 { latency.observe(1_000, now: 10, decay: second) }
    // No time has passed: a burst of fast calls proves nothing.
    #expect(latency.latency == 900_000)
    latency.observe(1_000, now: 10 + second, decay: second)
    let weight = 1 / 2.718_281_828
    let expected = 900_000 * weight + 1_000 * (1 - weight)
    #expect(abs(latency.latency - expected) < 1)
  }

  @Test func `what nobody has called for long is worth a try`() {
    var latency = PeakEWMA()
    latency.observe(second, now: 0, decay: second)
    #expect(latency.cost(inFlight: 0, now: 20 * second, decay: second) < 10)
  }

  @Test func `a replica that nobody knows gets one call, and more when that has come back`() {
    let unknown = PeakEWMA()
    #expect(unknown.cost(inFlight: 0, now: 5, decay: second) == 0)
    #expect(unknown.cost(inFlight: 1, now: 5, decay: second) > 1e9)
  }

  @Test func `a replica that hangs costs more by the second, and no more once it goes on`() {
    var latency = PeakEWMA()
    latency.observe(1_000, now: 0, decay: second)
    for _ in 0..<3 { latency.begin(now: 0) }
    #expect(latency.cost(inFlight: 3, now: second, decay: second) == 4 * Double(second))
    #expect(latency.cost(inFlight: 3, now: 5 * second, decay: second) == 20 * Double(second))
    latency.end(now: 5 * second)
    #expect(latency.cost(inFlight: 2, now: 5 * second, decay: second) == 3_000)
    latency.end(now: 5 * second)
    latency.end(now: 5 * second)
    // A stream that stays open is no call that hangs.
    #expect(latency.cost(inFlight: 1, now: 50 * second, decay: second) < 1)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `the estimate lies between the fastest and the slowest call`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var latency = PeakEWMA()
    var now: Int64 = 0
    var seen: [Int64] = []
    for _ in 0..<500 {
      now += .random(in: 0...(second / 10), using: &random)
      let sample = Int64.random(in: 1...second, using: &random)
      seen.append(sample)
      latency.observe(sample, now: now, decay: second)
      #expect(latency.latency >= Double(sample) - 1 || latency.latency >= Double(seen.min() ?? 0))
      #expect(latency.latency <= Double(seen.max() ?? 0))
      let cost = latency.cost(inFlight: 3, now: now, decay: second)
      #expect(abs(cost - 4 * latency.latency) < 1)
    }
  }
}

@Suite struct SlowStartTests {
  @Test func `a share begins at the minimum, rises evenly, and is whole after the window`() {
    let slow = SlowStart()
    let second: Int64 = 1_000_000_000
    #expect(slow.share(since: 5, now: 5) == 0.1)
    #expect(slow.share(since: 0, now: second / 2) == 0.1)
    #expect(abs(slow.share(since: 0, now: 5 * second) - 0.5) < 1e-9)
    #expect(slow.share(since: 0, now: 10 * second) == 1)
    #expect(slow.share(since: 0, now: .max) == 1)
  }

  @Test func `aggression raises the middle and leaves both ends`() {
    var slow = SlowStart()
    slow.aggression = 2
    let second: Int64 = 1_000_000_000
    #expect(abs(slow.share(since: 0, now: 5 * second) - 0.5.squareRoot()) < 1e-9)
    #expect(slow.share(since: 0, now: 0) == 0.1)
    #expect(slow.share(since: 0, now: 10 * second) == 1)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a share never falls, and is never none nor more than all`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var slow = SlowStart()
    slow.window = .milliseconds(Int64.random(in: 0...20_000, using: &random))
    slow.aggression = .random(in: 0.1...5, using: &random)
    var last = 0.0
    for now in stride(from: Int64(0), to: 25_000_000_000, by: 100_000_000) {
      let share = slow.share(since: 0, now: now)
      #expect(share >= max(last, 0.1) && share <= 1)
      last = share
    }
  }
}
