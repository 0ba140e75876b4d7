import RPC
import Runtime
import Synchronization

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

  typealias Call = @Sendable (_ number: Int) async throws -> Void

  /// Runs the load; each element of `connections` makes calls over a connection of its own.
  /// `started` is called once the warm-up is over.
  func run(
    on loop: EventLoop, connections: [Call], started: @Sendable () -> Void
  ) async -> LoadOutcome {
    let origin = MonotonicClock.now
    let begin = origin + warmUp.nanoseconds
    let schedule = Schedule(
      origin: origin, begin: begin, end: begin + duration.nanoseconds,
      interval: rate.map { 1e9 / $0 })
    async let ticked: Void = Self.wait(until: begin)
    async let outcome = load(loop, connections, schedule)
    await ticked
    started()
    return await outcome
  }

  private func load(
    _ loop: EventLoop, _ connections: [Call], _ schedule: Schedule
  ) async -> LoadOutcome {
    let tally = Tally()
    await withTaskGroup(of: Void.self) { group in
      for call in connections {
        for _ in 0..<inFlight {
          group.addTask(executorPreference: loop) { await lane(call, schedule, tally) }
        }
      }
    }
    return tally.outcome.withLock { outcome in
      for due in schedule.neverSent() { outcome.neverSent(after: schedule.end - due) }
      return outcome
    }
  }

  /// One call after the other. At a fixed rate every lane takes the next call that is due, so a slow
  /// one holds up none but itself as long as lanes are free.
  private func lane(
    _ call: Call, _ schedule: Schedule, _ tally: Tally
  ) async {
    while let (number, due) = schedule.next() {
      await Self.wait(until: due)
      guard MonotonicClock.now < schedule.end else { return schedule.missed(due) }
      let failure = await Self.failure(of: call, number)
      if due >= schedule.begin {
        let taken = MonotonicClock.now - due
        tally.outcome.withLock { $0.add(taken, failure) }
      }
      // Who is refused at once would ask again at once, and measure nothing but that.
      if failure != nil { await Self.wait(until: MonotonicClock.now + Self.pauseAfterFailure) }
    }
  }

  private static let pauseAfterFailure: Int64 = 10_000_000

  private static func failure(of call: Call, _ number: Int) async -> RPCError? {
    do {
      try await call(number)
      return nil
    } catch {
      return error as? RPCError ?? RPCError(.unknown, "\(error)")
    }
  }

  private static func wait(until due: Int64) async {
    let left = due - MonotonicClock.now
    if left > 0 { try? await Task.sleep(for: .nanoseconds(left)) }
  }
}

/// What all lanes note their calls in.
private final class Tally: Sendable {
  let outcome = Mutex(LoadOutcome())
}

/// When calls are due. All instants are nanoseconds of the monotonic clock.
private final class Schedule: Sendable {
  let origin: Int64
  /// Calls due before are not counted.
  let begin: Int64
  /// No call is sent from here on.
  let end: Int64
  /// Between two calls; nil for a closed loop, where one is due whenever a lane is free.
  let interval: Double?
  private let taken = Atomic(0)
  private let late = Mutex<[Int64]>([])

  init(origin: Int64, begin: Int64, end: Int64, interval: Double?) {
    self.origin = origin
    self.begin = begin
    self.end = end
    self.interval = interval
  }

  /// The next call's number and when it is due; nil after the end.
  func next() -> (number: Int, due: Int64)? {
    let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    let due = interval.map { origin + Int64(Double(number) * $0) } ?? MonotonicClock.now
    return due < end ? (number, due) : nil
  }

  /// A call that was due, and taken, but could not be sent before the end.
  func missed(_ due: Int64) { late.withLock { $0.append(due) } }

  /// When each call was due that ought to have been counted and was never sent.
  func neverSent() -> [Int64] {
    let late = late.withLock { $0 }
    guard let interval else { return [] }
    var due = late.filter { $0 >= begin }
    // The lanes that stopped took a number each that they did not use up; the rest nobody took.
    var number = taken.load(ordering: .relaxed)
    while true {
      let next = origin + Int64(Double(number) * interval)
      guard next < end else { return due }
      if next >= begin { due.append(next) }
      number += 1
    }
  }
}

extension Duration {
  var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
