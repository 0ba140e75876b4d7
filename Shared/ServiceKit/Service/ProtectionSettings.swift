import RPC

/// The settings by which a service protects itself and uses its connections, as its server and its own
/// channels take them.
struct ProtectionSettings: Sendable {
  /// What its server allows at once. The memory's budget is this value's: one for the process.
  let limits: ServerLimits
  /// After this age its server drains a connection.
  let maximumAge: Duration
  /// How long the calls of such a connection may go on.
  let maximumAgeGrace: Duration
  /// Offered by its server and on its own channels alike; nil for not at all.
  let compression: Compression?

  static let declarations = [
    Setting(
      "limit.connections", default: "65536",
      "Connections of all clients, 1 to 1000000; one more is closed when it is accepted."),
    Setting(
      "limit.identity.connections", default: "16384",
      "Connections of one identity, 1 to 1000000; one more is told to go before it can call."),
    Setting(
      "limit.streams", default: "\(Settings.defaultMaxStreams)",
      "Calls that one connection may have open at once, 1 to 1000000; more are refused and may be"
        + " sent again."),
    Setting(
      "limit.memory.mib", default: "512",
      "MiB that calls may hold for all connections, 1 to 1048576; then new calls are refused, and a"
        + " quarter above the connection that holds most is ended."),
    Setting(
      "limit.concurrency", default: "on",
      "on or off: whether calls of a method are refused while its answers take ever longer."),
    Setting(
      "stall.seconds", default: "30",
      "How long a frame, a message or unsent output may stand still for the peer's sake, 1 to 3600."
    ),
    Setting(
      "connection.age.seconds", default: "3600",
      "Age, give or take a tenth, at which a connection is drained and its client comes back,"
        + " 1 to 86400."),
    Setting(
      "connection.grace.seconds", default: "3600",
      "How long the calls of a drained connection may go on before they end with it, 1 to 86400."),
    Setting(
      "compress", default: "off",
      "on or off: whether messages are compressed, both ways, with whoever has it on too. The size"
        + " of a message may tell what is in it."),
  ]

  init(_ settings: ServiceSettings) throws {
    var limits = ServerLimits()
    limits.maximumConnections = try settings.integer("limit.connections", in: 1...1_000_000)
    limits.maximumConnectionsPerIdentity = try settings.integer(
      "limit.identity.connections", in: 1...1_000_000)
    limits.maximumStreams = UInt32(try settings.integer("limit.streams", in: 1...1_000_000))
    limits.memory = MemoryBudget(
      limit: try settings.integer("limit.memory.mib", in: 1...1_048_576) << 20)
    if try settings.choice("limit.concurrency", of: ["on", "off"]) == "off" {
      limits.concurrency = nil
    }
    limits.stallTimeout = .seconds(try settings.integer("stall.seconds", in: 1...3_600))
    self.limits = limits
    maximumAge = .seconds(try settings.integer("connection.age.seconds", in: 1...86_400))
    maximumAgeGrace = .seconds(try settings.integer("connection.grace.seconds", in: 1...86_400))
    compression =
      try settings.choice("compress", of: ["on", "off"]) == "on" ? Compression() : nil
  }

  /// The same for connections of its server and of its channels, as far as it concerns either.
  func connectionSettings(software: String) -> ConnectionSettings {
    var settings = ConnectionSettings()
    settings.limits.software = software
    settings.limits.maxStreams = limits.maximumStreams ?? settings.limits.maxStreams
    settings.compression = compression
    settings.maximumAge = maximumAge
    settings.maximumAgeGrace = maximumAgeGrace
    return settings
  }
}
