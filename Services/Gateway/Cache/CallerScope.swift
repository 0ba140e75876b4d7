import RPC
import TLS

/// On whose behalf a view is made: callers of one scope may see the same, and nobody else may see
/// their copies.
struct CallerScope: Hashable, Sendable {
  private var peer: String
  private var caller: Caller?

  /// Who called, as whom, in which roles and for which purpose.
  init(_ call: CallContext) {
    peer = call.peer.uri
    caller = call.caller
  }
}
