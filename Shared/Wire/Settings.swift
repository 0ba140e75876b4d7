/// What one side of a connection accepts (protocol section 6). The defaults are the protocol's;
/// HELLO may raise them and never lowers them.
public struct Settings: Equatable, Sendable {
  /// Payload bytes in one frame.
  public var maxFrame: UInt32
  /// Bytes of one whole message.
  public var maxMessage: UInt32
  /// Calls that the peer may have open at once.
  public var maxStreams: UInt32
  /// Bytes a stream may receive before credit is returned.
  public var streamWindow: UInt32
  /// Bytes all streams together may receive before credit is returned.
  public var connectionWindow: UInt32
  /// Names of compressions, best first.
  public var codecs: [String]
  /// Name and version, for logs.
  public var software: String

  /// Header and payload fill one TLS record of 16 KiB.
  public static let defaultMaxFrame: UInt32 = 16_368
  public static let defaultMaxMessage: UInt32 = 4 << 20
  public static let defaultMaxStreams: UInt32 = 1000
  public static let defaultStreamWindow: UInt32 = 256 << 10
  public static let defaultConnectionWindow: UInt32 = 4 << 20

  /// The largest frame that a header can announce, because the top byte of a length is 0.
  public static let largestFrame: UInt32 = 0x00FF_FFFF
  /// The most credit that a window may ever hold.
  public static let largestWindow: UInt32 = 0x7FFF_FFFF

  public init(
    maxFrame: UInt32 = defaultMaxFrame, maxMessage: UInt32 = defaultMaxMessage,
    maxStreams: UInt32 = defaultMaxStreams, streamWindow: UInt32 = defaultStreamWindow,
    connectionWindow: UInt32 = defaultConnectionWindow, codecs: [String] = [],
    software: String = ""
  ) {
    self.maxFrame = maxFrame
    self.maxMessage = maxMessage
    self.maxStreams = maxStreams
    self.streamWindow = streamWindow
    self.connectionWindow = connectionWindow
    self.codecs = codecs
    self.software = software
  }

  /// The settings that may be announced: nothing below its default, nothing beyond what a frame
  /// can say.
  public var announced: Settings {
    var settings = self
    settings.maxFrame = min(max(maxFrame, Self.defaultMaxFrame), Self.largestFrame)
    settings.maxMessage = max(maxMessage, Self.defaultMaxMessage)
    settings.maxStreams = max(maxStreams, Self.defaultMaxStreams)
    settings.streamWindow = min(max(streamWindow, Self.defaultStreamWindow), Self.largestWindow)
    settings.connectionWindow = min(
      max(connectionWindow, Self.defaultConnectionWindow), Self.largestWindow)
    return settings
  }

  /// What the peer's HELLO puts in force: a field left 0 is the default. Nil if it lowers a limit or
  /// grants a window that no credit could ever reach.
  public init?(announcedBy hello: Hello) {
    self.init(
      maxFrame: Self.raised(hello.maxFrame, Self.defaultMaxFrame),
      maxMessage: Self.raised(hello.maxMessage, Self.defaultMaxMessage),
      maxStreams: Self.raised(hello.maxStreams, Self.defaultMaxStreams),
      streamWindow: Self.raised(hello.streamWindow, Self.defaultStreamWindow),
      connectionWindow: Self.raised(hello.connectionWindow, Self.defaultConnectionWindow),
      codecs: hello.codecs, software: hello.software)
    guard raisesOnly else { return nil }
    maxFrame = min(maxFrame, Self.largestFrame)
  }

  private var raisesOnly: Bool {
    maxFrame >= Self.defaultMaxFrame && maxMessage >= Self.defaultMaxMessage
      && maxStreams >= Self.defaultMaxStreams
      && (Self.defaultStreamWindow...Self.largestWindow).contains(streamWindow)
      && (Self.defaultConnectionWindow...Self.largestWindow).contains(connectionWindow)
  }

  private static func raised(_ value: UInt32, _ standard: UInt32) -> UInt32 {
    value == 0 ? standard : value
  }
}
