public import Runtime

/// Told what becomes of a channel's replicas: for logs and metrics. Called on a loop: it must not block.
/// Each of the channel's loops has connections of its own, and tells of them by itself.
public protocol ChannelObserver: Sendable {
  /// The target has these replicas from now on, by priority: groups after the first are used only while
  /// those before cannot be.
  func resolved(_ target: String, _ replicas: [[SocketAddress]])
  /// A look-up failed; what was known before stays in use.
  func resolutionFailed(_ target: String, _ error: RPCError)
  /// A connection to a replica has come, or gone.
  func changed(_ replica: SocketAddress, to state: ReplicaState)
  /// A replica answers badly and gets no calls for a while.
  func isolated(_ replica: SocketAddress, for time: Duration, because reason: String)
  /// An isolation is over.
  func returned(_ replica: SocketAddress)
  /// No replica can be reached: calls fail with this error. Told again for each further round of
  /// attempts.
  func unreachable(_ error: RPCError)
}

/// How it stands with the connection to one replica.
public enum ReplicaState: Sendable, Equatable {
  /// There is none, and no call wants one.
  case idle
  case connecting
  /// The server has said HELLO.
  case ready
  /// The last attempt failed for this reason; the next comes after a while.
  case failing(RPCError)
  /// The target has it no more; calls open there go on.
  case removed
}

extension ChannelObserver {
  public func resolved(_ target: String, _ replicas: [[SocketAddress]]) {}
  public func resolutionFailed(_ target: String, _ error: RPCError) {}
  public func changed(_ replica: SocketAddress, to state: ReplicaState) {}
  public func isolated(_ replica: SocketAddress, for time: Duration, because reason: String) {}
  public func returned(_ replica: SocketAddress) {}
  public func unreachable(_ error: RPCError) {}
}

/// Tells nobody.
public struct SilentChannelObserver: ChannelObserver {
  public init() {}
}
