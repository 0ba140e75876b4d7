extension EventLoop {
  private static let nanosecondsPerTick: Int64 = 1_000_000

  /// Fires `timer` at `deadline` (as `now` counts), in ticks of 1 ms and never early; a deadline
  /// that has passed fires in a later turn. An entry that is scheduled already is moved. O(1), no
  /// allocation. Loop's thread.
  public func schedule(_ timer: TimerEntry, at deadline: Int64) {
    checkCurrent()
    wheel.remove(timer)
    let tick =
      deadline > wheelStart
      ? UInt64((deadline - wheelStart - 1) / Self.nanosecondsPerTick + 1) : 0
    wheel.insert(timer, at: max(tick, currentTick + 1))
  }

  /// Takes `timer` out; nothing if it is not scheduled. O(1). Loop's thread.
  public func cancel(_ timer: TimerEntry) {
    checkCurrent()
    wheel.remove(timer)
  }

  private var currentTick: UInt64 { UInt64((now - wheelStart) / Self.nanosecondsPerTick) }

  func fireTimers() {
    guard wheel.count > 0 else { return }
    let tick = currentTick
    while let timer = wheel.popDue(at: tick) { timer.fire() }
  }

  /// How long the loop may sleep for its timers; -1: for ever. Reads the clock anew: the turn took
  /// time.
  func sleepMilliseconds() -> Int32 {
    guard let tick = wheel.nextTick else { return -1 }
    let due = wheelStart + Int64(tick) * Self.nanosecondsPerTick
    let left = due - MonotonicClock.now
    guard left > 0 else { return 0 }
    return Int32(clamping: (left - 1) / Self.nanosecondsPerTick + 1)
  }
}
