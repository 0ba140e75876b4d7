/// Chooses a replica for a call: of two at random, the one where it costs less. Two are nearly as good
/// as asking all of them, and no herd runs to the one that looked best a moment ago.
///
/// M. Mitzenmacher: The power of two choices in randomized load balancing, IEEE TPDS 12(10), 2001.
struct Picker {
  /// How often a replica of little weight is passed over before chance is left out of it.
  private static let mostDraws = 64

  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// The index of the one to take, within 0..<count; nil where none can take a call.
  /// - Parameters:
  ///   - heaviest: the largest weight there is; nil where all weigh the same, which costs less.
  ///   - weight: above 0: at equal cost, calls are spread in proportion.
  ///   - cost: of one more call; nil where the replica can take none.
  mutating func pick(
    count: Int, heaviest: Double? = nil, weight: (Int) -> Double = { _ in 1 },
    cost: (Int) -> Double?
  ) -> Int? {
    guard count > 1 else { return count == 1 && cost(0) != nil ? 0 : nil }
    let first: Int
    var second: Int
    if let heaviest {
      // With replacement: only so are the shares at equal cost those of the weights.
      first = draw(count, heaviest, weight)
      second = draw(count, heaviest, weight)
    } else {
      first = random.next(below: count)
      second = random.next(below: count - 1)
      if second >= first { second += 1 }
    }
    switch (cost(first), cost(second)) {
    case (let one?, let other?): return other < one ? second : first
    case (_?, nil): return first
    case (nil, _?): return second
    case (nil, nil): return cheapest(count, cost)
    }
  }

  /// An index, each with the probability of its weight.
  private mutating func draw(
    _ count: Int, _ heaviest: Double, _ weight: (Int) -> Double
  ) -> Int {
    var index = random.next(below: count)
    var draws = 1
    while random.nextUnit() * heaviest >= weight(index), draws < Self.mostDraws {
      index = random.next(below: count)
      draws += 1
    }
    return index
  }

  /// Chance has found two that are full: one with room, if there is any.
  private func cheapest(_ count: Int, _ cost: (Int) -> Double?) -> Int? {
    var best: (index: Int, cost: Double)?
    for index in 0..<count {
      guard let cost = cost(index) else { continue }
      if cost < best?.cost ?? .infinity { best = (index, cost) }
    }
    return best?.index
  }
}
