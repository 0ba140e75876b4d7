// Brings in the C maths library, which squareRoot() calls in a debug build.
import Glibc

/// The range in which the score of the whole population lies, as far as the answers tell;
/// percentage points.
package struct NpsInterval: Equatable, Sendable {
  /// Within -100 ... 100, not above ``high``.
  package var low: Double
  /// Within -100 ... 100.
  package var high: Double
  /// How it was computed; a number without its method cannot be checked.
  package var method: Method

  /// How an interval is computed.
  package enum Method: Equatable, Sendable {
    /// ``NpsInterval/adjustedWald(_:)``
    case adjustedWald
    /// ``NpsInterval/score(_:)``
    case score
  }

  /// How often such an interval holds the true score.
  package static let confidence = 0.95
  /// The standard normal quantile of (1 + 0.95) / 2.
  static let z = 1.959963984540054

  /// The interval by `method`; nil with n = 0.
  package static func of(_ score: NetPromoterScore, by method: Method) -> NpsInterval? {
    guard score.n > 0 else { return nil }
    return switch method {
    case .adjustedWald: adjustedWald(score)
    case .score: self.score(score)
    }
  }
}

extension NpsInterval {
  /// Three answers more are imagined, 3/4 promoter, 3/2 passive and 3/4 detractor, and the plain
  /// interval of those is taken: its mean coverage is .95 from n = 5 on, where the plain Wald
  /// interval reaches .78.
  ///
  /// Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70 (2016),
  /// arXiv 1601.07235.
  static func adjustedWald(_ score: NetPromoterScore) -> NpsInterval {
    let n = Double(score.n) + 3
    let promoters = Double(score.promoters) + 0.75
    let detractors = Double(score.detractors) + 0.75
    let centre = (promoters - detractors) / n
    let variance = (promoters + detractors) / n - centre * centre
    let half = z * (variance / n).squareRoot()
    return NpsInterval(
      low: 100 * max(centre - half, -1), high: 100 * min(centre + half, 1), method: .adjustedWald)
  }
}

extension NpsInterval {
  /// All scores that a score test would not reject: wider and safer than ``adjustedWald(_:)`` with
  /// few answers.
  ///
  /// The interval of a difference of paired proportions; Tango, Statistics in Medicine 17 (1998)
  /// 891-908.
  static func score(_ score: NetPromoterScore) -> NpsInterval {
    let raw = Double(score.promoters - score.detractors) / Double(score.n)
    return NpsInterval(
      low: 100 * edge(of: score, from: raw, to: -1), high: 100 * edge(of: score, from: raw, to: 1),
      method: .score)
  }

  /// Bisects between a difference that the test accepts and one that it rejects. 100 halvings
  /// exhaust a Double.
  private static func edge(of score: NetPromoterScore, from accepted: Double, to rejected: Double)
    -> Double
  {
    guard isRejected(rejected, by: score) else { return rejected }
    var accepted = accepted
    var rejected = rejected
    for _ in 0..<100 {
      let middle = (accepted + rejected) / 2
      if isRejected(middle, by: score) { rejected = middle } else { accepted = middle }
    }
    return accepted
  }

  /// Whether the observed difference is too far from `d`, measured by its deviation if `d` were the
  /// truth.
  private static func isRejected(_ d: Double, by score: NetPromoterScore) -> Bool {
    let n = Double(score.n)
    let promoters = Double(score.promoters)
    let detractors = Double(score.detractors)
    let distance = promoters - detractors - n * d
    return distance * distance > z * z * n * (2 * detractorShare(score, at: d) + d * (1 - d))
  }

  /// The share of detractors that is most likely where the difference is `d`: the root of a
  /// quadratic.
  private static func detractorShare(_ score: NetPromoterScore, at d: Double) -> Double {
    let n = Double(score.n)
    let promoters = Double(score.promoters)
    let detractors = Double(score.detractors)
    let a = 2 * n
    let b = -promoters - detractors + (2 * n - promoters + detractors) * d
    let c = -detractors * d * (1 - d)
    return (max(b * b - 4 * a * c, 0).squareRoot() - b) / (2 * a)
  }
}
