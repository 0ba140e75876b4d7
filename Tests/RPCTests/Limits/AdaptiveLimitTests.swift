import Foundation
import RPC
import Randomness
import Testing

/// What the limit makes of latencies; time is a number here.
@Suite struct AdaptiveLimitTests {
  private static let second: Int64 = 1_000_000_000
  private static let millisecond: Int64 = 1_000_000

  private static var settings: AdaptiveLimit.Settings {
    var settings = AdaptiveLimit.Settings()
    settings.slack = 2 * millisecond
    return settings
  }

  /// One full window of calls with one latency.
  private func window(
    _ limit: inout AdaptiveLimit, from start: Int64, latency: Int64, inFlight: Int
  ) -> Int64 {
    var now = start
    for _ in 0..<50 {
      now += 4 * Self.millisecond
      _ = limit.record(latency: latency, inFlight: inFlight, now: now)
    }
    return now
  }

  @Test func `latency that rises with the load lowers the limit, and it comes back afterwards`() {
    var limit = AdaptiveLimit(Self.settings, now: 0)
    var now = window(&limit, from: 0, latency: 5 * Self.millisecond, inFlight: 900)
    let before = limit.limit
    for _ in 0..<10 {
      now = window(&limit, from: now, latency: 100 * Self.millisecond, inFlight: limit.limit)
    }
    let under = limit.limit
    #expect(under < before / 2)
    for _ in 0..<50 {
      now = window(&limit, from: now, latency: 5 * Self.millisecond, inFlight: limit.limit)
    }
    #expect(limit.limit > 2 * under)
  }

  @Test func `a limit that is not reached is left alone, however slow the calls are`() {
    var limit = AdaptiveLimit(Self.settings, now: 0)
    var now = window(&limit, from: 0, latency: Self.millisecond, inFlight: 10)
    for _ in 0..<20 {
      now = window(&limit, from: now, latency: Self.second, inFlight: 10)
    }
    #expect(limit.limit == Self.settings.initial)
  }

  @Test func `a line of some milliseconds before a handler of microseconds is no overload`() {
    var limit = AdaptiveLimit(Self.settings, now: 0)
    var now: Int64 = 0
    now = window(&limit, from: now, latency: 5000, inFlight: 1000)
    let before = limit.limit
    now = window(&limit, from: now, latency: 2 * Self.millisecond, inFlight: 1000)
    #expect(limit.limit >= before)
  }

  @Test func `whatever the samples, the limit stays between floor and ceiling`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var settings = Self.settings
      settings.floor = .random(in: 1...50, using: &random)
      settings.ceiling = settings.floor + .random(in: 0...500, using: &random)
      settings.initial = .random(in: 0...1000, using: &random)
      settings.remeasureInterval = .random(in: 1...Self.second, using: &random)
      var limit = AdaptiveLimit(settings, phase: .random(in: 0...1, using: &random), now: 0)
      var now: Int64 = 0
      for _ in 0..<500 {
        now += .random(in: 0...20 * Self.millisecond, using: &random)
        // Clocks that stand still or seem to go back do no harm either.
        let latency = Int64.random(in: -Self.second...10 * Self.second, using: &random)
        let before = limit.limit
        let changed = limit.record(
          latency: latency, inFlight: .random(in: 0...2000, using: &random), now: now)
        #expect(changed == (limit.limit != before))
        #expect((settings.floor...settings.ceiling).contains(limit.limit))
        #expect((20...2000).contains(limit.retryAfterMilliseconds))
      }
    }
  }

  @Test(arguments: [(servers: 4, load: 2.0), (servers: 32, load: 1.5), (servers: 32, load: 5)])
  func `a server with more than it can do keeps its pace and its latency, and sheds the rest`(
    servers: Int, load: Double
  ) {
    var queue = Queue(servers: servers, service: 100 * Self.millisecond)
    var limit = AdaptiveLimit(Self.settings, now: 0)
    queue.run(seconds: 90, load: load, &limit)
    queue.forget()
    queue.run(seconds: 10, load: load, &limit)
    let capacity = 10 * Double(servers) * 10
    #expect(Double(queue.completed) > 0.95 * capacity)
    // Below the floor there is nothing to learn: 20 calls on 4 servers take 500 ms.
    let unavoidable = max(100, Int64(Self.settings.floor * 100 / servers)) * Self.millisecond
    #expect(queue.meanLatency < 4 * unavoidable)
    #expect(queue.shed > 0)
  }

  @Test
  func `a service that has become slower for good is measured anew and not throttled for ever`() {
    var queue = Queue(servers: 32, service: 100 * Self.millisecond)
    var limit = AdaptiveLimit(Self.settings, now: 0)
    queue.run(seconds: 90, load: 2, &limit)
    let before = limit.lowest ?? 0
    #expect(before < 150 * Self.millisecond)
    queue.service = 500 * Self.millisecond
    queue.run(seconds: 80, load: 2, &limit)
    queue.forget()
    queue.run(seconds: 20, load: 2, &limit)
    #expect((limit.lowest ?? 0) > 400 * Self.millisecond)
    #expect(Double(queue.completed) > 0.95 * 20 * 32 * 2)
  }

  @Test func `a quarter of an hour of overload does not make the line normal`() {
    var queue = Queue(servers: 32, service: 200 * Self.millisecond)
    var limit = AdaptiveLimit(Self.settings, now: 0)
    queue.run(seconds: 900, load: 1.2, &limit)
    #expect((limit.lowest ?? 0) < 400 * Self.millisecond)
    #expect(limit.limit < 200)
  }
}

/// A service with so many servers and one line, in virtual time: arrivals at random (Poisson), service
/// times about a mean, and a limit that turns calls away.
private struct Queue {
  let servers: Int
  /// Mean service time.
  var service: Int64
  private(set) var completed = 0
  private(set) var shed = 0
  private var latencies: Int64 = 0
  private var now: Int64 = 0
  /// What is being served, soonest end first; and the arrivals of those in line, from `next` on.
  private var served: [(end: Int64, arrival: Int64)] = []
  private var line: [Int64] = []
  private var next = 0
  private var random = SeededRandom(seed: 42)

  init(servers: Int, service: Int64) {
    self.servers = servers
    self.service = service
  }

  var meanLatency: Int64 { latencies / Int64(max(completed, 1)) }

  private var inFlight: Int { served.count + line.count - next }

  mutating func forget() { (completed, shed, latencies) = (0, 0, 0) }

  /// Offers `load` times what the servers can do.
  mutating func run(seconds: Int64, load: Double, _ limit: inout AdaptiveLimit) {
    let end = now + seconds * 1_000_000_000
    let interval = Double(service) / Double(servers) / load
    while now < end {
      now += Int64(-interval * log(1 - Double.random(in: 0..<1, using: &random)))
      complete(&limit)
      if inFlight >= limit.limit {
        shed += 1
      } else if served.count < servers {
        serve(now, from: now)
      } else {
        line.append(now)
      }
    }
  }

  private mutating func serve(_ arrival: Int64, from start: Int64) {
    let time = Int64(Double(service) * Double.random(in: 0.8...1.2, using: &random))
    let entry = (end: start + time, arrival: arrival)
    let place = served.lastIndex { $0.end <= entry.end }.map { $0 + 1 } ?? 0
    served.insert(entry, at: place)
  }

  private mutating func complete(_ limit: inout AdaptiveLimit) {
    while let first = served.first, first.end <= now {
      let latency = first.end - first.arrival
      _ = limit.record(latency: latency, inFlight: inFlight, now: first.end)
      completed += 1
      latencies += latency
      served.removeFirst()
      guard next < line.count else { continue }
      serve(line[next], from: first.end)
      next += 1
      if next * 2 > line.count {
        line.removeFirst(next)
        next = 0
      }
    }
  }
}
