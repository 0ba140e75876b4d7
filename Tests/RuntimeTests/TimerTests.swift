import Randomness
import Testing

@testable import Runtime

@Suite struct TimerTests {
  private static let millisecond: Int64 = 1_000_000

  @Test func `timers fire in the order of their deadlines and never early`() async throws {
    try await withLoop { loop in
      let journal = Journal<Int>()
      let isNeverEarly: [Bool] = await withCheckedContinuation { finished in
        loop.execute {
          let start = loop.now
          let punctual = OnLoop<[Bool]>([])
          for delay in [9, 3, 7, 1, 5] {
            let deadline = start + Int64(delay) * Self.millisecond
            let timer = ClosureTimer { _ in
              journal.note(delay)
              punctual.value.append(MonotonicClock.now >= deadline)
              if punctual.value.count == 5 { finished.resume(returning: punctual.value) }
            }
            loop.schedule(timer, at: deadline)
          }
        }
      }
      #expect(journal.entries == [1, 3, 5, 7, 9])
      #expect(isNeverEarly.allSatisfy { $0 })
    }
  }

  @Test func `a cancelled timer does not fire and a moved one fires once, later`() async throws {
    try await withLoop { loop in
      let journal = Journal<String>()
      await withCheckedContinuation { finished in
        loop.execute {
          let cancelled = ClosureTimer { _ in journal.note("cancelled") }
          let moved = ClosureTimer { _ in journal.note("moved") }
          loop.schedule(cancelled, at: loop.now + 2 * Self.millisecond)
          loop.schedule(moved, at: loop.now + 2 * Self.millisecond)
          loop.schedule(moved, at: loop.now + 8 * Self.millisecond)
          loop.schedule(
            ClosureTimer { _ in journal.note("still") }, at: loop.now + 5 * Self.millisecond)
          loop.schedule(
            ClosureTimer { _ in finished.resume() }, at: loop.now + 12 * Self.millisecond)
          loop.cancel(cancelled)
          loop.cancel(cancelled)
        }
      }
      #expect(journal.entries == ["still", "moved"])
    }
  }

  @Test func `a timer may schedule itself again, over several turns of the wheel`() async throws {
    try await withLoop { loop in
      let ticks = await withCheckedContinuation { (finished: CheckedContinuation<Int, Never>) in
        loop.execute {
          let count = OnLoop(0)
          let timer = ClosureTimer { timer in
            count.value += 1
            guard count.value < 5 else { return finished.resume(returning: count.value) }
            loop.schedule(timer, at: loop.now + 70 * Self.millisecond)
          }
          loop.schedule(timer, at: loop.now + 70 * Self.millisecond)
        }
      }
      #expect(ticks == 5)
    }
  }

  @Test func `deadlines past and beyond all time are harmless`() async throws {
    try await withLoop { loop in
      await withCheckedContinuation { finished in
        loop.execute {
          let never = ClosureTimer { _ in Issue.record("the end of time has come") }
          loop.schedule(never, at: .max)
          loop.schedule(ClosureTimer { _ in finished.resume() }, at: .min)
        }
      }
    }
  }

  @Test func `ten thousand timers all fire, each once`() async throws {
    try await withLoop { loop in
      let fired: Int = await withCheckedContinuation { finished in
        loop.execute {
          var random = SeededRandom(seed: 7)
          let count = OnLoop(0)
          let last = ClosureTimer { _ in finished.resume(returning: count.value) }
          for _ in 0..<10_000 {
            let delay = Int64.random(in: 0...(50 * Self.millisecond), using: &random)
            loop.schedule(ClosureTimer { _ in count.value += 1 }, at: loop.now + delay)
          }
          loop.schedule(last, at: loop.now + 60 * Self.millisecond)
        }
      }
      #expect(fired == 10_000)
    }
  }
}
