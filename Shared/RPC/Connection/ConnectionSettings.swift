internal import Runtime
public import Wire

/// How a connection behaves: the limits it offers in its HELLO, and its times.
public struct ConnectionSettings: Sendable {
  /// Offered to the peer; see PROTOCOL.md, section 6.
  public var limits: Settings
  /// Whether messages are compressed; nil, and both sides must have it, is no.
  public var compression: Compression?
  /// From the first byte to the peer's HELLO.
  public var handshakeTimeout: Duration = .seconds(10)
  /// Silence after which a PING asks whether the peer is still there.
  public var keepaliveInterval: Duration = .seconds(30)
  /// How long the answer to that PING may take before the connection is closed.
  public var keepaliveTimeout: Duration = .seconds(10)
  /// After this age, give or take a tenth, a server drains the connection, so that clients come
  /// back with the certificates of the day.
  public var maximumAge: Duration = .seconds(3600)
  /// How long the calls of a connection that a server drains may go on; those that have not ended then
  /// end with it. A peer that has vanished would else keep its connection for ever, for nobody PINGs
  /// one that is draining. As gRPC's MAX_CONNECTION_AGE_GRACE.
  public var maximumAgeGrace: Duration = .seconds(3600)
  /// Unsent bytes beyond which messages wait in their streams. With about twice as many nothing more
  /// is read.
  public var maximumUnsentBytes = 1 << 20
  /// Bytes of memory that the calls of one connection may take up: pieces of messages, messages that
  /// nobody has read, messages that wait for credit. With less than a connection's window left of
  /// it, what arrives and waits for its reader takes up that window too. A server ends the call that
  /// takes up most when it is all used.
  public var maximumHeldBytes = 64 << 20

  public init(limits: Settings = Settings()) { self.limits = limits }

  /// The most that ``limits`` may take in one frame, in bytes of payload: a frame is handled whole in
  /// the loop's read buffer.
  public static let largestFrame = UInt32(EventLoop.scratchByteCount - FrameHeader.byteCount)

  /// What can be kept of them: a frame is handled whole in the loop's read buffer, messages are
  /// decoded up to the default size, and there is one codec.
  var feasible: ConnectionSettings {
    var settings = self
    settings.limits.maxFrame = min(limits.maxFrame, Self.largestFrame)
    settings.limits.maxMessage = min(limits.maxMessage, Settings.defaultMaxMessage)
    settings.limits.codecs = compression == nil ? [] : [Zstd.codec]
    return settings
  }
}
