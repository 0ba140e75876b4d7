internal import TLS

/// What a connection remembers of the policy's decisions about its peer, so that most calls cost one
/// comparison. Holds one generation of the policy's, and the newest decision apart.
struct AccessCache {
  /// Methods remembered at most; a peer that asks for more asks for what there is not.
  private static let mostMethods = 256
  /// Bytes of a method's path that is remembered.
  private static let longestMethod = 256

  private let control: AccessControl?
  private var generation: UInt64 = 0
  /// The refusing route of each method; nil where it is allowed.
  private var refusals: [String: Route?] = [:]
  private var last: (route: Route, refusal: Route?)?
  /// Whether the peer may speak for somebody else, as of the last `refusal(of:to:)`.
  private(set) var isDelegate = false

  /// Nil allows everything to everybody whose certificate is accepted, and delegates nothing.
  init(_ control: AccessControl?) { self.control = control }

  /// What refuses a call to `route`; nil where the policy allows it.
  mutating func refusal(of route: Route, to peer: PeerIdentity) -> Route? {
    guard let control else { return nil }
    if control.generation != generation {
      forget(control, peer)
    } else if let last, last.route === route {
      return last.refusal
    }
    let refusal = refusals[route.path] ?? decide(route.path, peer, control)
    last = (route, refusal)
    return refusal
  }

  private mutating func forget(_ control: AccessControl, _ peer: PeerIdentity) {
    // The number first: a policy that comes in between is asked again at the next call.
    generation = control.generation
    refusals = [:]
    isDelegate = control.policy.isDelegate(peer)
  }

  private mutating func decide(
    _ method: String, _ peer: PeerIdentity, _ control: AccessControl
  ) -> Route? {
    let isAllowed = control.policy.allows(peer, method)
    let refusal =
      isAllowed
      ? nil
      : Route(
        path: method,
        refusing: RPCError(.permissionDenied, "\(peer) may not call \(method.prefix(200)) here"))
    // A longer one is none of ours, and would be remembered at its sender's pleasure.
    if method.utf8.count <= Self.longestMethod {
      if refusals.count == Self.mostMethods { refusals = [:] }
      refusals[method] = .some(refusal)
    }
    return refusal
  }
}

extension Route {
  /// One that answers with `error`, whatever is sent to it, and reads none of it.
  ///
  /// Of the kind whose handler starts with the REQUEST: a client may have nothing to send before it
  /// has heard something.
  convenience init(path: String, refusing error: RPCError) {
    unsafe self.init(path: path, kind: .bidirectional) { call, _ in call.fail(error) }
  }
}
