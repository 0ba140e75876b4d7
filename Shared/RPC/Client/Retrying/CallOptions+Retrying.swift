/// Whose policy one call follows.
public enum PolicyChoice<Policy: Sendable>: Sendable {
  /// The channel's.
  case channel
  /// None: one attempt, but for one that no handler saw, which is sent again once.
  case off
  case own(Policy)

  func policy(of channel: Policy?) -> Policy? {
    switch self {
    case .channel: channel
    case .off: nil
    case .own(let policy): policy
    }
  }
}

extension CallOptions {
  /// How this call is retried, where not as its channel says.
  public var retry: PolicyChoice<RetryPolicy> {
    get { attempts?.retry ?? .channel }
    set { attempts = AttemptOptions(retry: newValue, hedging: hedging) }
  }

  /// How this call is hedged, where not as its channel says. A policy of its own for a call that may not
  /// be hedged is a mistake of the program's: the call fails with INTERNAL, unsent, and says why.
  public var hedging: PolicyChoice<HedgingPolicy> {
    get { attempts?.hedging ?? .channel }
    set { attempts = AttemptOptions(retry: retry, hedging: newValue) }
  }
}

/// In a box, because most calls have none: one word for every call to carry.
final class AttemptOptions: Sendable {
  let retry: PolicyChoice<RetryPolicy>
  let hedging: PolicyChoice<HedgingPolicy>

  init(retry: PolicyChoice<RetryPolicy>, hedging: PolicyChoice<HedgingPolicy>) {
    self.retry = retry
    self.hedging = hedging
  }
}

/// What a channel says about the attempts of its calls.
struct ChannelPolicies: Sendable {
  var retry: RetryPolicy?
  var hedging: HedgingPolicy?
  let throttle: RetryThrottle
}
