/// What a server allows at once, and for how long, so that no peer and no crowd of peers takes it down.
/// Each connection's own limits, as HELLO announces them, are in `ConnectionSettings`.
public struct ServerLimits: Sendable {
  /// Calls of a connection that may be open at once; nil takes what HELLO announces. May be lower than
  /// HELLO can say (1 000): calls beyond it are refused as unprocessed.
  public var maximumStreams: UInt32?
  /// Connections of the whole server. One beyond is closed when it is accepted, before TLS costs
  /// anything: its client learns at once that it has to go elsewhere.
  public var maximumConnections = 65_536
  /// Connections of one peer identity, all replicas of a service together. One beyond gets GOAWAY
  /// RESOURCE_EXHAUSTED with no call taken.
  public var maximumConnectionsPerIdentity = 16_384
  /// Connections of a loop that have not proved yet who they are. With one more, the oldest is given
  /// up: an honest handshake is over long before it is that.
  public var maximumHandshakes = 2048
  /// How many calls of each unary method a loop works on at once; nil: as many as come. Calls beyond
  /// it are refused as unprocessed. Health checks and streams are not counted.
  public var concurrency: AdaptiveLimit.Settings? = AdaptiveLimit.Settings()
  /// Bytes that may be held for all connections. What one may hold is
  /// `ConnectionSettings.maximumHeldBytes`.
  public var memory = MemoryBudget(limit: 512 << 20)
  /// How long a frame, a message or unsent output may stand still, as long as that is up to the peer.
  public var stallTimeout: Duration = .seconds(30)

  public init() {}
}
