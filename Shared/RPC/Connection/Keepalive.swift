/// Whether a peer is still there: after a silence it is asked with a PING, and must say something, be it
/// the answer, before the time for that is up.
///
/// While this side does not read, because its own output does not leave, silence means nothing: the
/// answer may be waiting. Then what must not stand still for too long is the output.
///
/// A value: times come in, in monotonic nanoseconds.
struct Keepalive: Sendable {
  enum Verdict: Equatable {
    case alive, ping
    case dead(String)
  }

  let interval: Int64
  let timeout: Int64
  private var pingSent: Int64?
  private var silentSince: Int64 = .min

  init(interval: Int64, timeout: Int64) {
    self.interval = interval
    self.timeout = timeout
  }

  /// - Parameters:
  ///   - lastReceived: when the peer was last heard.
  ///   - unsentSince: when the output last moved; nil when there is none.
  mutating func check(
    now: Int64, lastReceived: Int64, unsentSince: Int64?, isReadingPaused: Bool
  ) -> Verdict {
    guard !isReadingPaused else {
      pingSent = nil
      silentSince = now
      guard let unsentSince, now - unsentSince >= interval + timeout else { return .alive }
      return .dead("the peer did not take what was sent to it in time")
    }
    if let sent = pingSent {
      if lastReceived >= sent {
        pingSent = nil
      } else if now - sent >= timeout {
        return .dead("the peer did not answer a PING in time")
      }
    } else if now - max(lastReceived, silentSince) >= interval {
      pingSent = now
      return .ping
    }
    return .alive
  }

  /// When to check next. Within the interval, because the answer to a PING begins the next one and may
  /// come long before its time is up.
  func nextCheck(now: Int64, lastReceived: Int64) -> Int64 {
    if let pingSent { return min(pingSent + timeout, now + interval) }
    return max(lastReceived, silentSince) + interval
  }
}
