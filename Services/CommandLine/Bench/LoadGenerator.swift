import Histogram
import Messages
import RPC
import Runtime

/// Sends calls and notes how long each takes: in a closed loop, so many in flight at all times, or
/// at a fixed rate, where a latency counts from the moment the call was due, so that a stalled server
/// is not flattered by calls that were never sent (coordinated omission).
struct LoadGenerator: Sendable {
  /// Calls per second over all connections; nil for a closed loop.
  var rate: Double?
  /// Calls in flight per connection: their number in a closed loop, their limit at a fixed rate.
  var inFlight: Int
  var warmUp: Duration
  var duration: Duration

  /// One result: latencies in nanoseconds, and what failed.
  struct Outcome: Sendable {
    var latencies = Histogram<UInt64>(
      highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)
    var failures = 0
    var firstFailure: RPCError?

    mutating func add(_ other: Outcome) {
      for step in other.latencies.recordedValues() {
        latencies.record(step.value, count: step.count)
      }
      failures += other.failures
      firstFailure = firstFailure ?? other.firstFailure
    }
  }

  typealias Call = @Sendable (_ number: Int) async throws -> Void

  /// Runs the load; each element of `connections` makes calls over a connection of its own.
  /// `started` is called once the warm-up is over.
  func run(
    on loop: EventLoop, connections: [Call], started: @Sendable () -> Void
  ) async -> Outcome {
    let begin = MonotonicClock.now + warmUp.wholeNanoseconds
    let end = begin + duration.wholeNanoseconds
    async let ticked: Void = Self.wait(until: begin)
    async let outcome = load(loop, connections, begin, end)
    await ticked
    started()
    return await outcome
  }

  private func load(
    _ loop: EventLoop, _ connections: [Call], _ begin: Int64, _ end: Int64
  ) async -> Outcome {
    await withTaskGroup(of: Outcome.self) { group in
      for (index, call) in connections.enumerated() {
        for lane in 0..<inFlight {
          let number = index * inFlight + lane
          group.addTask(executorPreference: loop) {
            await worker(number, connections.count * inFlight, call, begin, end)
          }
        }
      }
      var total = Outcome()
      for await outcome in group { total.add(outcome) }
      return total
    }
  }

  /// One call after the other; at a fixed rate, each when its turn in the common schedule comes.
  private func worker(
    _ number: Int, _ workers: Int, _ call: Call, _ begin: Int64, _ end: Int64
  ) async -> Outcome {
    var outcome = Outcome()
    var turn = number
    let interval = rate.map { 1e9 / $0 }
    let origin = MonotonicClock.now
    while true {
      var due = MonotonicClock.now
      if let interval {
        due = origin + Int64(Double(turn) * interval)
        await Self.wait(until: due)
      }
      guard due < end else { return outcome }
      await measure(turn, call, due, counts: due >= begin, &outcome)
      turn += workers
    }
  }

  private func measure(
    _ turn: Int, _ call: Call, _ due: Int64, counts: Bool, _ outcome: inout Outcome
  ) async {
    do {
      try await call(turn)
      guard counts else { return }
      outcome.latencies.record(UInt64(max(1, MonotonicClock.now - due)))
    } catch {
      guard counts else { return }
      outcome.failures += 1
      outcome.firstFailure = outcome.firstFailure ?? error as? RPCError
    }
  }

  private static func wait(until due: Int64) async {
    let left = due - MonotonicClock.now
    if left > 0 { try? await Task.sleep(for: .nanoseconds(left)) }
  }
}

extension Duration {
  var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }

  var inSeconds: Double { Double(wholeNanoseconds) / 1e9 }
}
