public import RPC

extension AccessPolicy {
  /// Everybody may call everything, and the peers named may speak for others.
  public static func open(delegates: [String]) -> AccessPolicy {
    AccessPolicy(
      rules: [Rule(.allow, [.anyone], [.any])], delegates: delegates.compactMap { PeerPattern($0) })
  }
}
