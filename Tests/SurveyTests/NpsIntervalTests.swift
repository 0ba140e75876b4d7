import Survey
import Testing

/// Counts, and the interval that independent programs computed from them.
struct IntervalVector: Sendable {
  var promoters: Int
  var passives: Int
  var detractors: Int
  var low: Double
  var high: Double

  var score: NetPromoterScore {
    NetPromoterScore(promoters: promoters, passives: passives, detractors: detractors)
  }

  func agrees(with interval: NpsInterval?) -> Bool {
    guard let interval else { return false }
    return abs(interval.low - low) < 0.00005 && abs(interval.high - high) < 0.00005
  }
}

@Suite struct NpsIntervalTests {
  static let adjustedWald = [
    IntervalVector(promoters: 4, passives: 0, detractors: 0, low: 6.9442, high: 100),
    IntervalVector(promoters: 3, passives: 1, detractors: 0, low: -7.3415, high: 93.0558),
    IntervalVector(promoters: 5, passives: 3, detractors: 2, low: -19.0506, high: 65.2045),
    IntervalVector(promoters: 70, passives: 20, detractors: 10, low: 45.2698, high: 71.2351),
  ]
  static let score = [
    IntervalVector(promoters: 4, passives: 0, detractors: 0, low: 2.0218, high: 100),
    IntervalVector(promoters: 3, passives: 1, detractors: 0, low: -10.7309, high: 95.4413),
    IntervalVector(promoters: 5, passives: 3, detractors: 2, low: -21.6592, high: 67.5278),
    IntervalVector(promoters: 70, passives: 20, detractors: 10, low: 45.2167, high: 71.2768),
  ]

  @Test(arguments: adjustedWald)
  func `the adjusted Wald interval agrees with its vectors`(vector: IntervalVector) {
    #expect(vector.agrees(with: .of(vector.score, by: .adjustedWald)))
  }

  @Test(arguments: score)
  func `the score interval agrees with its vectors`(vector: IntervalVector) {
    #expect(vector.agrees(with: .of(vector.score, by: .score)))
  }

  @Test(arguments: [NpsInterval.Method.adjustedWald, .score])
  func `an interval stays within the scale, holds the score and is the mirror of its mirror`(
    method: NpsInterval.Method
  ) throws {
    for (promoters, passives, detractors) in Self.outcomes(upTo: 9) {
      let score = NetPromoterScore(
        promoters: promoters, passives: passives, detractors: detractors)
      let mirrored = NetPromoterScore(
        promoters: detractors, passives: passives, detractors: promoters)
      let interval = try #require(NpsInterval.of(score, by: method))
      let mirror = try #require(NpsInterval.of(mirrored, by: method))
      #expect(-100 <= interval.low && interval.low < interval.high && interval.high <= 100)
      #expect(abs(interval.low + mirror.high) < 1e-6 && abs(interval.high + mirror.low) < 1e-6)
      #expect(interval.method == method)
    }
  }

  @Test(arguments: [NpsInterval.Method.adjustedWald, .score])
  func `more answers of the same kind narrow the interval`(method: NpsInterval.Method) throws {
    var width = Double.infinity
    for times in [1, 2, 5, 20, 100] {
      let score = NetPromoterScore(promoters: 5 * times, passives: 3 * times, detractors: 2 * times)
      let interval = try #require(NpsInterval.of(score, by: method))
      #expect(interval.high - interval.low < width)
      width = interval.high - interval.low
    }
  }

  static func outcomes(upTo most: Int) -> [(Int, Int, Int)] {
    (1...most).flatMap { n in
      (0...n).flatMap { promoters in
        (0...(n - promoters)).map { (promoters, n - promoters - $0, $0) }
      }
    }
  }
}
