public import TLS

/// Which peer may call which method, and who may speak for somebody else.
///
/// A call is allowed where a rule allows it and none denies it: the order of the rules does not matter,
/// and what no rule speaks of is denied (deny overrides, as XACML 3.0, appendix C.2, names it).
public struct AccessPolicy: Sendable, Equatable {
  /// What a rule does to the calls it is about.
  public enum Effect: Sendable, Hashable { case allow, deny }

  /// One statement: these peers may, or may not, call these methods.
  public struct Rule: Sendable, Equatable {
    public var effect: Effect
    public var peers: [PeerPattern]
    public var methods: [MethodPattern]

    public init(_ effect: Effect, _ peers: [PeerPattern], _ methods: [MethodPattern]) {
      self.effect = effect
      self.peers = peers
      self.methods = methods
    }

    func matches(_ peer: PeerIdentity, _ method: String) -> Bool {
      methods.contains { $0.matches(method) } && peers.contains { $0.matches(peer) }
    }
  }

  public var rules: [Rule]
  /// Who may name, in `cameo-` metadata, the caller on whose behalf a call is made: the gateway.
  public var delegates: [PeerPattern]

  /// Without rules it denies everything.
  public init(rules: [Rule] = [], delegates: [PeerPattern] = []) {
    self.rules = rules
    self.delegates = delegates
  }

  /// Whether `peer` may call `method`, a path as in `cameo.profile.v1.ProfileService/GetProfile`.
  public func allows(_ peer: PeerIdentity, _ method: String) -> Bool {
    var isAllowed = false
    for rule in rules where rule.matches(peer, method) {
      if rule.effect == .deny { return false }
      isAllowed = true
    }
    return isAllowed
  }

  /// Whether `peer` may speak for somebody else.
  public func isDelegate(_ peer: PeerIdentity) -> Bool {
    delegates.contains { $0.matches(peer) }
  }
}
