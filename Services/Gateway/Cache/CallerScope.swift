import RPC
import TLS

/// On whose behalf a view is made: callers of one scope may see the same, and nobody else may see
/// their copies.
struct CallerScope: Hashable, Sendable {
  private var peer: String
  private var metadata: [String: [UInt8]]

  /// Who called, as whom, in which roles and for which purpose.
  init(_ call: CallContext) {
    peer = call.peer.uri
    metadata = [:]
    for entry in call.metadata where Self.keys.contains(entry.key) {
      metadata[entry.key, default: []] += entry.value + [0]
    }
  }

  private static let keys = ["cameo-caller", "cameo-roles", "cameo-purpose"]
}
