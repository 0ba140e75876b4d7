import Messages
import RPC
import TLS
import Testing

/// Things that tests need and do not care about.
enum Samples {
  /// A call of `cameo.x.v1.X/Get` by a client, with no connection.
  static func call(
    _ uri: String = "spiffe://cameo.local/client/agent", caller: Caller? = nil,
    trace: TraceContext? = nil
  ) throws -> CallContext {
    let peer = try #require(PeerIdentity(uri: uri))
    let call = CallContext(method: "cameo.x.v1.X/Get", peer: peer, caller: caller, now: .init())
    call.trace = trace
    return call
  }

  static func trace(_ text: String = "00-\(traceID)-b7ad6b7169203331-01") throws -> TraceContext {
    try #require(TraceContext(traceparent: text))
  }

  static let traceID = "0af7651916cd43dd8448eb211c80319c"
}
