import Randomness
import Testing

@testable import Runtime

@Suite struct TimerWheelTests {
  @Test func `entries come out by tick, and within a tick in the order of insertion`() {
    var wheel = TimerWheel()
    let ticks: [UInt64] = [5, 3, 64, 3, 4_096, 5, 63, 65]
    let entries = ticks.map { _ in TimerEntry() }
    for (entry, tick) in zip(entries, ticks) { wheel.insert(entry, at: tick) }
    let order = [1, 3, 0, 5, 6, 2, 7, 4]
    #expect(popAll(&wheel, until: 5_000) == order.map { ObjectIdentifier(entries[$0]) })
    #expect(wheel.count == 0)
  }

  @Test func `nothing comes early`() {
    var wheel = TimerWheel()
    for tick: UInt64 in [1, 63, 64, 65, 127, 4_095, 4_096, 262_144, 1 << 30, 1 << 41] {
      let entry = TimerEntry()
      wheel.insert(entry, at: tick)
      #expect(wheel.popDue(at: tick - 1) == nil)
      #expect(entry.isScheduled)
      #expect(wheel.popDue(at: tick) === entry)
      #expect(!entry.isScheduled)
    }
  }

  @Test func `a tick that has passed becomes the next one`() {
    var wheel = TimerWheel()
    #expect(wheel.popDue(at: 100) == nil)
    let entry = TimerEntry()
    wheel.insert(entry, at: 7)
    #expect(wheel.nextTick == 101)
    #expect(wheel.popDue(at: 101) === entry)
  }

  @Test func `a removed entry does not come, its neighbours do`() {
    var wheel = TimerWheel()
    let entries = (0..<5).map { _ in TimerEntry() }
    for entry in entries { wheel.insert(entry, at: 900) }
    for index in [2, 0, 4] { wheel.remove(entries[index]) }
    wheel.remove(entries[2])
    #expect(popAll(&wheel, until: 900) == [1, 3].map { ObjectIdentifier(entries[$0]) })
    #expect(wheel.nextTick == nil)
  }

  @Test func `what fires may insert and remove`() {
    var wheel = TimerWheel()
    let (first, second, third) = (TimerEntry(), TimerEntry(), TimerEntry())
    wheel.insert(first, at: 10)
    wheel.insert(second, at: 10)
    #expect(wheel.popDue(at: 20) === first)
    wheel.remove(second)
    wheel.insert(third, at: 10)
    wheel.insert(first, at: 15)
    #expect(wheel.popDue(at: 20) === third)
    #expect(wheel.popDue(at: 20) === first)
    #expect(wheel.popDue(at: 20) == nil)
  }

  @Test func `a scheduled entry is kept alive, and let go afterwards`() {
    var wheel = TimerWheel()
    weak var fired: TimerEntry?
    weak var removed: TimerEntry?
    do {
      let entries = [TimerEntry(), TimerEntry()]
      for entry in entries { wheel.insert(entry, at: 70) }
      fired = entries[0]
      removed = entries[1]
    }
    #expect(fired != nil && removed != nil)
    if let removed { wheel.remove(removed) }
    #expect(removed == nil)
    _ = wheel.popDue(at: 70)
    #expect(fired == nil)
  }

  @Test func `a wheel that goes away lets its entries go`() {
    weak var entry: TimerEntry?
    do {
      var wheel = TimerWheel()
      let made = TimerEntry()
      wheel.insert(made, at: 1_000)
      wheel.insert(TimerEntry(), at: 1_000)
      entry = made
    }
    #expect(entry == nil)
  }

  /// Random histories against a plain list: the wheel must agree on what fires, when and in which order of ticks.
  @Test(arguments: 1...40)
  func `the wheel agrees with a sorted list`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var wheel = TimerWheel()
    var model: [ObjectIdentifier: UInt64] = [:]
    let entries = (0..<200).map { _ in TimerEntry() }
    var tick: UInt64 = 0
    for _ in 0..<400 {
      let entry = entries[Int.random(in: 0..<entries.count, using: &random)]
      let reach = UInt64(1) << UInt64.random(in: 0..<22, using: &random)
      wheel.remove(entry)
      model[ObjectIdentifier(entry)] = nil
      if Bool.random(using: &random) {
        let due = tick + UInt64.random(in: 1...reach, using: &random)
        wheel.insert(entry, at: due)
        model[ObjectIdentifier(entry)] = due
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        tick += UInt64.random(in: 0...reach, using: &random)
        var last: UInt64 = 0
        while let fired = wheel.popDue(at: tick) {
          let due = model.removeValue(forKey: ObjectIdentifier(fired))
          #expect(due == fired.tick && fired.tick >= last && fired.tick <= tick)
          last = fired.tick
        }
        #expect(model.values.allSatisfy { $0 > tick })
      }
      #expect(wheel.count == model.count)
    }
  }

  private func popAll(_ wheel: inout TimerWheel, until last: UInt64) -> [ObjectIdentifier] {
    var order: [ObjectIdentifier] = []
    for tick in 0...last {
      while let entry = wheel.popDue(at: tick) { order.append(ObjectIdentifier(entry)) }
    }
    return order
  }
}
