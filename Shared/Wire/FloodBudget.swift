/// How many frames of one cheap kind a peer may send: 1 000 in a burst and 200 a second sustained.
///
/// A token bucket kept as one instant: the time at which it would be full again (the generic cell
/// rate algorithm of ITU-T I.371). Frames that answer what this side did can be earned and are free.
struct FloodBudget {
  static let burst: Int64 = 1000
  static let perSecond: Int64 = 200
  private static let interval: Int64 = 1_000_000_000 / perSecond
  private static let mostEarned: UInt32 = 1 << 16

  private var fullAt: Int64 = .min
  private var earned: UInt32 = 0

  /// Takes a frame in at `now`, in nanoseconds; false if the budget is used up. One that weighs 2 has a
  /// budget of half the size.
  mutating func charge(_ now: Int64, weight: Int64 = 1) -> Bool {
    let next = max(fullAt, now) &+ weight * Self.interval
    guard next &- now <= Self.burst * Self.interval else { return false }
    fullAt = next
    return true
  }

  /// Takes in a frame that may be an answer, for free if it was earned.
  mutating func chargeAnswer(_ now: Int64) -> Bool {
    guard earned > 0 else { return charge(now) }
    earned -= 1
    return true
  }

  /// Makes up for a frame that turned out to be useful.
  mutating func refund() {
    if fullAt > .min + Self.interval { fullAt -= Self.interval }
  }

  /// Frees frames to come, because this side did something that they answer.
  mutating func earn(_ count: UInt32) {
    earned = min(earned + count, Self.mostEarned)
  }
}
