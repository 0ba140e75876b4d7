import Randomness

extension SeededRandom {
  /// True once in so many times.
  mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  mutating func one<T>(of first: T, _ others: T...) -> T {
    others.randomElement(using: &self).map { oneIn(others.count + 1) ? first : $0 } ?? first
  }
}
