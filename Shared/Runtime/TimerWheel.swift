/// Timers by tick in seven levels of 64 slots, as in a clock: level 0 holds the current block of 64
/// ticks one by one, level 1 the current 4 096 in blocks of 64, and so on. Pure: it knows ticks and
/// no clock.
///
/// An entry sits at the level of the highest 6-bit digit in which its tick differs from `elapsed`,
/// so within a level every occupied slot lies ahead of the current one, and the lowest occupied
/// level holds the earliest entry. Insert and remove are O(1); an entry moves down at most once a
/// level in its life.
///
/// (G. Varghese, T. Lauck: Hashed and hierarchical timing wheels, 1987, scheme 7.)
@safe
struct TimerWheel: ~Copyable {
  @safe
  private struct Slot {
    var first: Unmanaged<TimerEntry>?
    var last: Unmanaged<TimerEntry>?
  }

  private static let levels = 7
  /// Ticks beyond this (139 years of milliseconds) are held to it.
  static let lastTick: UInt64 = 1 << 42 - 1

  private var slots = ContiguousArray(repeating: Slot(), count: levels * 64)
  private var occupied: [7 of UInt64] = .init(repeating: 0)
  /// Every tick up to this one has been dealt with.
  private(set) var elapsed: UInt64 = 0
  private(set) var count = 0

  init() {}

  deinit {
    for slot in slots {
      var next = unsafe slot.first
      while let entry = unsafe next {
        unsafe next = entry._withUnsafeGuaranteedRef { unsafe $0.next }
        unsafe entry.release()
      }
    }
  }

  /// Entries of one tick fire in the order in which they were inserted. A tick that has passed
  /// becomes the next one.
  mutating func insert(_ entry: TimerEntry, at tick: UInt64) {
    entry.tick = min(max(tick, elapsed + 1), Self.lastTick)
    count += 1
    unsafe link(Unmanaged.passRetained(entry), entry)
  }

  mutating func remove(_ entry: TimerEntry) {
    guard entry.isScheduled else { return }
    count -= 1
    unlink(entry)
    unsafe Unmanaged.passUnretained(entry).release()
  }

  /// The tick by which the wheel wants to be asked again: of its first entry, or of a block that
  /// must be opened before it.
  var nextTick: UInt64? { nextSlot().map(\.tick) }

  /// Takes out the next entry that is due at `tick`; nil when there is none, and then `elapsed` is
  /// `tick`. One at a time, so that what fires may insert and remove as it likes.
  mutating func popDue(at tick: UInt64) -> TimerEntry? {
    while let next = nextSlot(), next.tick <= tick {
      elapsed = next.tick
      guard next.level == 0 else {
        cascade(next.slot)
        continue
      }
      guard let entry = unsafe slots[next.slot].first?.takeRetainedValue() else { return nil }
      count -= 1
      unlink(entry)
      return entry
    }
    elapsed = max(elapsed, tick)
    return nil
  }

  private func nextSlot() -> (level: Int, slot: Int, tick: UInt64)? {
    for level in 0..<Self.levels where occupied[level] != 0 {
      let index = occupied[level].trailingZeroBitCount
      let shift = UInt64(level * 6)
      let block = elapsed & ~((1 << (shift + 6)) - 1)
      return (level, level * 64 + index, block | UInt64(index) << shift)
    }
    return nil
  }

  /// Moves a block's entries down, in their order.
  private mutating func cascade(_ slot: Int) {
    var next = unsafe slots[slot].first
    slots[slot] = Slot()
    occupied[slot >> 6] &= ~(1 << UInt64(slot & 63))
    while let link = unsafe next {
      unsafe link._withUnsafeGuaranteedRef { entry in
        unsafe next = entry.next
        unsafe self.link(link, entry)
      }
    }
  }

  private mutating func link(_ reference: Unmanaged<TimerEntry>, _ entry: TimerEntry) {
    let level = (63 - ((elapsed ^ entry.tick) | 63).leadingZeroBitCount) / 6
    let index = Int(entry.tick >> UInt64(level * 6)) & 63
    let slot = level * 64 + index
    let last = unsafe slots[slot].last
    unsafe entry.previous = last
    unsafe entry.next = nil
    entry.slot = Int32(truncatingIfNeeded: slot)
    if let last = unsafe last {
      unsafe last._withUnsafeGuaranteedRef { unsafe $0.next = reference }
    } else {
      unsafe slots[slot].first = reference
      occupied[level] |= 1 << UInt64(index)
    }
    unsafe slots[slot].last = reference
  }

  private mutating func unlink(_ entry: TimerEntry) {
    let slot = Int(entry.slot)
    let next = unsafe entry.next
    let previous = unsafe entry.previous
    if let next = unsafe next {
      unsafe next._withUnsafeGuaranteedRef { unsafe $0.previous = previous }
    } else {
      unsafe slots[slot].last = previous
    }
    if let previous = unsafe previous {
      unsafe previous._withUnsafeGuaranteedRef { unsafe $0.next = next }
    } else {
      unsafe slots[slot].first = next
      if unsafe next == nil { occupied[slot >> 6] &= ~(1 << UInt64(slot & 63)) }
    }
    unsafe entry.next = nil
    unsafe entry.previous = nil
    entry.slot = TimerEntry.unscheduled
  }
}
