public import TLS
public import Wire

/// Where a server tells what happens to it: for logs and metrics. Called on event loops: it must not
/// block, and what is called per call should not allocate.
public protocol ServerObserver: Sendable {
  /// Asked once for each method when the server starts.
  func recorder(forMethod path: String) -> any MethodRecorder
  /// A peer has proved who it is.
  func connected(_ peer: PeerIdentity)
  /// A connection is over, or never came to be; without a peer, it ended before TLS knew one.
  /// `isFault`: the peer broke the protocol, or did not prove who it is.
  func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool)
  /// A handler threw something that is not an `RPCError`; its client got INTERNAL without this text.
  func handlerFailed(method: String, error: any Error)
  func refused(method: String, _ reason: Refusal)
  func turnedAway(_ peer: PeerIdentity?, _ reason: ConnectionRefusal)
  func limitChanged(method: String, limit: Int)
}

/// What a server does to protect itself; nothing has to be made of it.
extension ServerObserver {
  /// A call was refused before any handler saw it.
  public func refused(method: String, _ reason: Refusal) {}
  /// A connection was turned away, or ended for the others' sake; the peer, where it was known.
  public func turnedAway(_ peer: PeerIdentity?, _ reason: ConnectionRefusal) {}
  /// On one loop so many calls of a method may now be at work at once.
  public func limitChanged(method: String, limit: Int) {}
}

/// Counts the calls of one method.
public protocol MethodRecorder: Sendable {
  func started()
  func ended(_ code: StatusCode, nanoseconds: Int64)
  /// As the other, which it calls unless it says otherwise, with the call and what went over it.
  func ended(
    _ call: CallContext, _ code: StatusCode, nanoseconds: Int64, totals: CallTotals)
}

extension MethodRecorder {
  public func ended(
    _ call: CallContext, _ code: StatusCode, nanoseconds: Int64, totals: CallTotals
  ) { ended(code, nanoseconds: nanoseconds) }
}

/// Observes nothing.
public struct SilentObserver: ServerObserver, MethodRecorder {
  public init() {}
  public func recorder(forMethod path: String) -> any MethodRecorder { self }
  public func connected(_ peer: PeerIdentity) {}
  public func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool) {}
  public func handlerFailed(method: String, error: any Error) {}
  public func started() {}
  public func ended(_ code: StatusCode, nanoseconds: Int64) {}
}
