import ArgumentParser
import RPC

/// The test server's limits and times: what a client in another language has to be tried against, and
/// would wait an hour for otherwise.
struct TestServerLimits: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Calls that a connection may have open at once; more are refused as unprocessed.",
      valueName: "N"))
  var maxStreams = Settings.defaultMaxStreams

  @Option(
    help: ArgumentHelp("Connections of all clients; more are closed at once.", valueName: "N"))
  var maxConnections = ServerLimits().maximumConnections

  @Option(help: ArgumentHelp("Connections of one identity; more get GOAWAY.", valueName: "N"))
  var maxConnectionsPerIdentity = ServerLimits().maximumConnectionsPerIdentity

  @Flag(
    inversion: .prefixedNo,
    help: "Turn calls away when answers take ever longer, as they do on a busy machine.")
  var adaptiveLimit = true

  @Flag(help: "Offer zstd, and compress replies to clients that offer it too.")
  var compress = false

  @Option(help: ArgumentHelp("Payload that one frame may have.", valueName: "BYTES"))
  var maxFrame = Settings.defaultMaxFrame

  @Option(help: ArgumentHelp("First credit of each call.", valueName: "BYTES"))
  var streamWindow = Settings.defaultStreamWindow

  @Option(help: ArgumentHelp("First credit of a connection.", valueName: "BYTES"))
  var connectionWindow = Settings.defaultConnectionWindow

  @Option(
    help: ArgumentHelp(
      "Bytes that the calls of one connection may take up; beyond, the largest ends.",
      valueName: "BYTES"))
  var connectionMemory = ConnectionSettings().maximumHeldBytes

  @Option(
    help: ArgumentHelp(
      "Bytes that all connections may take up; beyond, new calls are refused.", valueName: "BYTES"))
  var memory = ServerLimits().memory.limit

  @Option(
    help: ArgumentHelp(
      "Age, give or take a tenth, at which a connection is drained.", valueName: "SECONDS"))
  var maxAge = 3600.0

  @Option(
    help: ArgumentHelp("Time from a connection's first byte to its HELLO.", valueName: "SECONDS"))
  var handshakeTimeout = 10.0

  @Option(help: ArgumentHelp("Silence after which a PING is sent.", valueName: "SECONDS"))
  var keepalive = 30.0

  @Option(
    help: ArgumentHelp("Time that a PING's answer, or a close, may take.", valueName: "SECONDS"))
  var keepaliveTimeout = 10.0

  @Option(
    help: ArgumentHelp(
      "Time that a frame, a message or unsent output may stand still.", valueName: "SECONDS"))
  var stallTimeout = 30.0

  @Option(
    help: ArgumentHelp(
      "Time that open calls get to finish when the server is asked to end.", valueName: "SECONDS"))
  var drain = 10.0

  func validate() throws {
    try Self.check("--max-streams", maxStreams, 1...Settings.largestWindow)
    try Self.check(
      "--max-frame", maxFrame, Settings.defaultMaxFrame...ConnectionSettings.largestFrame)
    try Self.check("--max-connections", maxConnections, 1...1_000_000)
    try Self.check("--max-connections-per-identity", maxConnectionsPerIdentity, 1...1_000_000)
    let windows = Settings.largestWindow
    try Self.check("--stream-window", streamWindow, Settings.defaultStreamWindow...windows)
    try Self.check(
      "--connection-window", connectionWindow, Settings.defaultConnectionWindow...windows)
    try Self.check("--connection-memory", connectionMemory, 65_536...1 << 40)
    try Self.check("--memory", memory, 65_536...1 << 40)
    for (name, seconds) in [
      ("--max-age", maxAge), ("--handshake-timeout", handshakeTimeout), ("--keepalive", keepalive),
      ("--keepalive-timeout", keepaliveTimeout), ("--drain", drain),
      ("--stall-timeout", stallTimeout),
    ] {
      try Self.check(name, seconds, 0.001...86_400)
    }
  }

  private static func check<Value>(
    _ name: String, _ value: Value, _ range: ClosedRange<Value>
  ) throws {
    guard range.contains(value) else {
      throw ValidationError(
        "\(name) is from \(range.lowerBound) to \(range.upperBound), not \(value)")
    }
  }

  var serverLimits: ServerLimits {
    var limits = ServerLimits()
    limits.maximumConnections = maxConnections
    limits.maximumConnectionsPerIdentity = maxConnectionsPerIdentity
    limits.stallTimeout = .seconds(stallTimeout)
    limits.memory = MemoryBudget(limit: memory)
    if !adaptiveLimit { limits.concurrency = nil }
    return limits
  }

  var settings: ConnectionSettings {
    var limits = Settings(
      maxFrame: maxFrame, maxStreams: maxStreams, streamWindow: streamWindow,
      connectionWindow: connectionWindow)
    limits.software = Version.software
    var settings = ConnectionSettings(limits: limits)
    settings.compression = compress ? Compression() : nil
    settings.maximumAge = .seconds(maxAge)
    settings.maximumHeldBytes = connectionMemory
    settings.handshakeTimeout = .seconds(handshakeTimeout)
    settings.keepaliveInterval = .seconds(keepalive)
    settings.keepaliveTimeout = .seconds(keepaliveTimeout)
    return settings
  }
}
