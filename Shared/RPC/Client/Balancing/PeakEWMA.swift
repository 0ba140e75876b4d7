internal import Glibc

/// A replica's latency as its calls show it: an average that decays with time rather than with
/// calls, and that a slower call raises at once, so that a replica which begins to stall is shunned
/// before the average would say so.
///
/// Twitter Finagle, `PeakEwma` (https://twitter.github.io/finagle/guide/Clients.html#power-of-two-choices-p2c-least-loaded).
struct PeakEWMA {
  /// Nanoseconds; 0 before the first call has ended.
  private(set) var latency: Double = 0
  private var observedAt: Int64 = 0
  /// Calls under way whose time will be observed.
  private var pending = 0
  /// When the last of them ended, or the first began.
  private var movedAt: Int64 = 0
  /// What a replica counts for that has calls under way and none ended: the first call is let
  /// through, the next goes there only when all others are slower than this.
  static let unknownLatency: Double = 1e9

  /// A call goes there.
  mutating func begin(now: Int64) {
    if pending == 0 { movedAt = now }
    pending += 1
  }

  /// A call has left, whatever came of it.
  mutating func end(now: Int64) {
    pending -= 1
    movedAt = now
  }

  /// What is known of how fast it is may no longer be true.
  mutating func forget() { latency = 0 }

  /// A call has ended after `nanoseconds`.
  /// - Parameter decay: nanoseconds in which an observation loses all but 1/e of its weight.
  mutating func observe(_ nanoseconds: Int64, now: Int64, decay: Int64) {
    let sample = Double(max(nanoseconds, 1))
    let estimate = latency(now: now, decay: decay)
    if sample > estimate {
      latency = sample
    } else {
      let weight = Self.weight(now - observedAt, decay)
      latency = latency * weight + sample * (1 - weight)
    }
    observedAt = now
  }

  /// The latency to reckon with: it fades while nothing is observed, so that a replica which was slow
  /// once is tried again.
  func latency(now: Int64, decay: Int64) -> Double {
    latency == 0 ? 0 : latency * Self.weight(now - observedAt, decay)
  }

  /// What one more call there would cost: the lower the better.
  func cost(inFlight: Int, now: Int64, decay: Int64) -> Double {
    if latency == 0, inFlight > 0 { return Self.unknownLatency * Double(inFlight + 1) }
    // It is as slow as its calls wait. Finagle lets the estimate fade here too, so that a replica which
    // hangs looks better by the second.
    let estimate =
      pending > 0 ? max(latency, Double(now - movedAt)) : latency(now: now, decay: decay)
    return estimate * Double(inFlight + 1)
  }

  private static func weight(_ elapsed: Int64, _ decay: Int64) -> Double {
    elapsed <= 0 ? 1 : exp(-Double(elapsed) / Double(max(decay, 1)))
  }
}
