/// How many calls of one method a loop lets its handlers work on at once, learnt from how long they
/// take: a method whose calls take longer the more of them there are has passed what it can do, and
/// work beyond that only waits in line.
///
/// After each window of samples the limit follows the gradient of latency, `tolerated / mean`, held
/// within a half and one, plus the square root of the limit as room to grow: Netflix's gradient limits
/// (https://github.com/Netflix/concurrency-limits, `GradientLimit` and `Gradient2Limit`). What is
/// tolerated is a multiple of the lowest mean seen. A lowest that was seen once is not true for ever,
/// so from time to time the limit is cut to half of what Little's law needs without a line
/// (throughput x lowest), and the latency then seen is the new lowest: brpc's auto limiter
/// (https://github.com/apache/brpc/blob/master/docs/en/auto_concurrency_limiter.md), which cuts by a
/// tenth; a half also finds the way down from a lowest that was taken in a line. Unlike either this
/// tolerates a fixed time on top, because a line of some milliseconds before a handler of some
/// microseconds is no overload.
///
/// A value: time comes in with the samples. All times are monotonic nanoseconds.
public struct AdaptiveLimit: Sendable {
  /// What to tune, should the defaults not fit.
  public struct Settings: Sendable, Equatable {
    /// The limit is never below this many calls.
    public var floor = 20
    public var ceiling = 10_000
    /// Until something has been measured.
    public var initial = 1000
    /// How many times its lowest mean a method's latency may be.
    public var tolerance = 2.0
    /// And how much longer than that.
    public var slack: Int64 = 50_000_000
    /// A window ends after this long, with at least so many samples.
    public var window: Int64 = 100_000_000
    public var samples = 20
    /// How often a limit that is at work measures the lowest latency anew.
    public var remeasureInterval: Int64 = 30_000_000_000
    /// The share of a new limit that is taken over after a window, which smooths it.
    public var smoothing = 0.3

    public init() {}
  }

  /// Samples between two looks at the limit.
  private struct Window {
    var start: Int64
    var count = 0
    var sum: Int64 = 0
    var mostInFlight = 0
  }

  private enum Phase {
    case following
    /// The limit is cut; what began before that leaves first.
    case draining(until: Int64, restoring: Double)
    case measuring(restoring: Double)
  }

  private let settings: Settings
  private var exact: Double
  private var window = Window(start: .min)
  private var phase = Phase.following
  private var nextRemeasure: Int64
  /// Whether a window since the last measurement took longer than tolerated: only then is there
  /// anything to find out.
  private var wasSlow = false

  /// The lowest mean latency, of the last measurement or since.
  public private(set) var lowest: Int64?
  /// The last window's mean latency.
  public private(set) var mean: Int64 = 0

  /// - Parameter phase: within 0 to 1, where in its interval the first new measurement comes, so that
  ///   many limits do not measure in step.
  public init(_ settings: Settings = Settings(), phase: Double = 1, now: Int64) {
    self.settings = settings
    exact = Double(min(max(settings.initial, settings.floor), settings.ceiling))
    nextRemeasure = now + Int64(phase * Double(settings.remeasureInterval))
  }

  /// Calls at once.
  public var limit: Int { Int(exact) }

  /// When to come back who was turned away: about when a call that is at work now is done.
  public var retryAfterMilliseconds: UInt32 {
    UInt32(min(max(mean / 1_000_000, 20), 2000))
  }

  /// Takes in that a call took `latency`, as one of `inFlight` when it ended. True: the limit is
  /// another.
  public mutating func record(latency: Int64, inFlight: Int, now: Int64) -> Bool {
    if case .draining(let until, let restoring) = phase {
      guard now >= until else { return false }
      phase = .measuring(restoring: restoring)
      window = Window(start: .min)
    }
    if window.count == 0 { window = Window(start: now) }
    window.count += 1
    window.sum += max(latency, 0)
    window.mostInFlight = max(window.mostInFlight, inFlight)
    guard window.count >= settings.samples, now - window.start >= settings.window else {
      return false
    }
    return close(now)
  }

  /// The window is full.
  private mutating func close(_ now: Int64) -> Bool {
    let before = limit
    let ended = window
    window = Window(start: .min)
    mean = ended.sum / Int64(ended.count)
    if case .measuring(let restoring) = phase {
      let isLower = mean < (lowest ?? mean) / 4 * 3
      lowest = mean
      exact = restoring
      phase = .following
      wasSlow = false
      // A lowest that was far too high may still be too high.
      nextRemeasure = now + settings.remeasureInterval / (isLower ? 10 : 1)
    } else {
      follow(ended, now)
    }
    return limit != before
  }

  private mutating func follow(_ ended: Window, _ now: Int64) {
    let lowest = min(self.lowest ?? mean, mean)
    self.lowest = lowest
    // With few calls at work, latency says nothing about the limit.
    guard ended.mostInFlight * 2 >= limit else { return }
    let tolerated = Double(lowest) * settings.tolerance + Double(settings.slack)
    if Double(mean) > tolerated { wasSlow = true }
    if wasSlow, now >= nextRemeasure { return remeasure(ended, lowest, now) }
    let gradient = min(max(tolerated / Double(max(mean, 1)), 0.5), 1)
    let target = exact * gradient + exact.squareRoot()
    let next = exact + (target - exact) * settings.smoothing
    exact = min(max(next, Double(settings.floor)), Double(settings.ceiling))
  }

  private mutating func remeasure(_ ended: Window, _ lowest: Int64, _ now: Int64) {
    let throughput = Double(ended.count) / Double(max(now - ended.start, 1))
    let needed = throughput * Double(lowest) / 2
    phase = .draining(until: now + 2 * mean, restoring: exact)
    exact = min(max(needed, Double(settings.floor)), exact)
  }
}
