internal import Synchronization

/// What a channel's calls may spend on retries and hedges: a bucket of tokens that each failure takes
/// one from, each success gives a little back to, and that must be more than half full for any to be
/// sent (gRFC A6, throttling). When a server fails for long, retries stop multiplying its load.
///
/// Shared by all loops of a channel, and by several channels to one service if it is given to each.
/// There is no lock, and as long as the bucket is full, as it is while all goes well, nobody writes to
/// it: a success is one relaxed load of a cache line that every core has.
public final class RetryThrottle: Sendable {
  private let rule: RetryTokens
  /// In thousandths.
  private let tokens: Atomic<Int>

  /// 1 000 tokens, a tenth back with each success: 500 retries in a row, and one for ten successes
  /// for as long as failures go on.
  public convenience init() { self.init(RetryTokens()) }

  /// Throws INVALID_ARGUMENT, which names the parameter and its rule, for what makes no bucket.
  /// - Parameters:
  ///   - maximumTokens: 1 to 1 000; the bucket begins full.
  ///   - tokenRatio: what a success gives back: 0.001 to `maximumTokens`, to three decimals.
  public convenience init(maximumTokens: Int, tokenRatio: Double) throws(RPCError) {
    self.init(try RetryTokens(maximum: maximumTokens, ratio: tokenRatio))
  }

  private init(_ rule: RetryTokens) {
    self.rule = rule
    tokens = Atomic(rule.maximum)
  }

  /// A call has ended well.
  @inline(__always)
  func succeeded() {
    if tokens.load(ordering: .relaxed) < rule.maximum { refill() }
  }

  /// An attempt has failed in a way that counts. Returns whether another may be made.
  func failed() -> Bool { rule.allowsRetry(at: update(rule.afterFailure)) }

  /// Whether an attempt may be made that no failure has led to.
  var allowsHedge: Bool { rule.allowsRetry(at: tokens.load(ordering: .relaxed)) }

  @inline(never)
  private func refill() { _ = update(rule.afterSuccess) }

  private func update(_ change: (Int) -> Int) -> Int {
    var current = tokens.load(ordering: .relaxed)
    while true {
      let next = change(current)
      let (isDone, found) = tokens.compareExchange(
        expected: current, desired: next, ordering: .relaxed)
      if isDone { return next }
      current = found
    }
  }
}

/// The arithmetic of the bucket, in thousandths of a token.
struct RetryTokens: Sendable, Equatable {
  static let limit = 1000

  let maximum: Int
  let ratio: Int

  init() {
    maximum = Self.limit * 1000
    ratio = 100
  }

  init(maximum: Int, ratio: Double) throws(RPCError) {
    try PolicyRule.check(
      (1...Self.limit).contains(maximum), "maximumTokens", rule: "1 to \(Self.limit)",
      "not \(maximum)")
    try PolicyRule.check(
      ratio >= 0.001 && ratio <= Double(maximum), "tokenRatio",
      rule: "0.001 to maximumTokens", "not \(ratio)")
    self.maximum = maximum * 1000
    self.ratio = Int((ratio * 1000).rounded())
  }

  func afterFailure(_ tokens: Int) -> Int { max(tokens - 1000, 0) }
  func afterSuccess(_ tokens: Int) -> Int { min(tokens + ratio, maximum) }
  func allowsRetry(at tokens: Int) -> Bool { tokens > maximum / 2 }
}
