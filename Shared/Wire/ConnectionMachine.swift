/// The rules of a connection, of both roles: what a frame means in the state that the connection and
/// its streams are in (protocol sections 1 to 8). Pure: it holds no message bytes, reads no clock and
/// does no input or output.
///
/// A stream is idle until a REQUEST opens it; half-closed once a side has said END; closed by a
/// RESPONSE or a RESET, upon which it leaves the table. To receive a frame, the owner calls
/// ``check(_:)`` once it has the header and ``receive(_:head:body:now:)`` once it has the payload. To
/// send one, it asks for ``sendableBytes(_:)``, sends, and tells ``didSend(_:_:stream:bodyBytes:)``.
public struct ConnectionMachine: ~Copyable, Sendable {
  public let role: Role
  /// What this side accepts, as its HELLO says it.
  public let local: Settings
  /// What the peer accepts: the defaults until its HELLO.
  public internal(set) var peer = Settings()
  /// Whether the peer's HELLO has come.
  public internal(set) var isReady = false
  /// How many calls a server takes at once. May be lower than what HELLO announces, which cannot be
  /// below the default: calls beyond it are refused as unprocessed.
  public var streamLimit: UInt32
  /// The compression in force, or nil for none.
  public internal(set) var codec: String?
  /// The highest stream that the peer has opened, or 0.
  var highestPeerStream: UInt32 = 0
  /// Whether this side has begun to end the connection.
  public private(set) var isDraining = false
  /// Whether the peer has sent GOAWAY.
  public internal(set) var isPeerDraining = false

  var streams = StreamTable()
  var nextStream: UInt32 = 1
  /// Calls beyond this stream are refused: none until a drain names its last.
  var lastAccepted = GoAway.anyStream
  var send = SendWindow(Settings.defaultConnectionWindow)
  var receive: ReceiveWindow
  var pingsUnderWay = 0
  var floods = FloodBudgets()

  /// The highest id a stream may have: a client renews its connection before 2^31.
  static let highestStream: UInt32 = 0x7FFF_FFFF

  /// `local` is what HELLO announces, raised to the defaults where it is lower.
  public init(role: Role, local: Settings) {
    self.role = role
    self.local = local.announced
    streamLimit = local.maxStreams == 0 ? Settings.defaultMaxStreams : local.maxStreams
    receive = ReceiveWindow(local.announced.connectionWindow)
  }

  /// How many streams are open or half-closed.
  public var openStreams: Int { streams.count }

  /// Whether a stream is open or half-closed.
  public func isOpen(_ stream: UInt32) -> Bool { streams.find(stream) != nil }

  /// Opens the next stream of a client. Nil if there can be none now: one side is draining, the peer's
  /// limit is reached, or the ids are used up and the connection has to be renewed.
  public mutating func openStream() -> UInt32? {
    guard role == .client, !isDraining, !isPeerDraining, nextStream <= Self.highestStream,
      streams.count < Int(peer.maxStreams)
    else { return nil }
    let id = nextStream
    nextStream += 2
    streams.insert(newStream(id))
    return id
  }

  /// Ends the connection for calls to come: a client opens none, a server refuses them as unprocessed.
  /// A server that loses no call announces this with GOAWAY and ``GoAway/anyStream``, waits for the
  /// answer to a PING, and only then calls this and sends ``lastPeerStream`` in a second GOAWAY.
  public mutating func beginDrain() {
    guard !isDraining else { return }
    isDraining = true
    lastAccepted = highestPeerStream
  }

  /// The last stream whose call this side takes, for GOAWAY: the highest that the peer has opened, or
  /// 0, and no further once draining.
  public var lastPeerStream: UInt32 { min(highestPeerStream, lastAccepted) }

  func newStream(_ id: UInt32) -> StreamState {
    StreamState(
      id: id, send: SendWindow(peer.streamWindow), receive: ReceiveWindow(local.streamWindow))
  }

  /// Whether an id has been in use, so that late frames may still name it.
  func wasOpened(_ stream: UInt32) -> Bool {
    role == .client ? stream < nextStream : stream <= highestPeerStream
  }
}
