/// What a server says about trying again, in `retry_after_ms` of its status.
enum PushBack: Equatable {
  /// 0: nothing.
  case none
  /// Not before this many nanoseconds have passed.
  case wait(Int64)
  /// Not at all.
  case stop
}

extension RPCError {
  /// The value of ``retryAfterMilliseconds`` that asks clients not to try again: gRFC A6's negative
  /// push-back, -1, in the 32 bits that the protocol has for it. So does any other value from 2^31
  /// on (24 days).
  public static let neverRetry = UInt32.max

  var pushBack: PushBack {
    if retryAfterMilliseconds == 0 { return .none }
    if Int32(bitPattern: retryAfterMilliseconds) < 0 { return .stop }
    return .wait(Int64(retryAfterMilliseconds) * 1_000_000)
  }
}
