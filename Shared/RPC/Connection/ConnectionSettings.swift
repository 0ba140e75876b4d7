internal import Runtime
public import Wire

/// How a connection behaves: the limits it offers in its HELLO, and its times.
public struct ConnectionSettings: Sendable {
  /// Offered to the peer; see PROTOCOL.md, section 6.
  public var limits: Settings
  /// From the first byte to the peer's HELLO.
  public var handshakeTimeout: Duration = .seconds(10)
  /// Silence after which a PING asks whether the peer is still there.
  public var keepaliveInterval: Duration = .seconds(30)
  /// How long the answer to that PING may take before the connection is closed.
  public var keepaliveTimeout: Duration = .seconds(10)
  /// After this age, give or take a tenth, a server drains the connection, so that clients come
  /// back with the certificates of the day.
  public var maximumAge: Duration = .seconds(3600)
  /// Unsent bytes beyond which messages wait in their streams. With about twice as many nothing more
  /// is read.
  public var maximumUnsentBytes = 1 << 20
  /// Bytes of memory that the calls of one connection may take up: pieces of messages, messages that
  /// nobody has read, messages that wait for credit. From half of it on, those that arrive and wait
  /// for their reader also wait in the connection's window. A server ends the call that takes up most
  /// when it is all used.
  public var maximumHeldBytes = 64 << 20

  public init(limits: Settings = Settings()) { self.limits = limits }

  /// What can be kept of them: a frame is handled whole in the loop's read buffer, messages are
  /// decoded up to the default size, and there is no codec here.
  var feasible: ConnectionSettings {
    var settings = self
    settings.limits.maxFrame = min(
      limits.maxFrame, UInt32(EventLoop.scratchByteCount - FrameHeader.byteCount))
    settings.limits.maxMessage = min(limits.maxMessage, Settings.defaultMaxMessage)
    settings.limits.codecs = []
    return settings
  }
}
