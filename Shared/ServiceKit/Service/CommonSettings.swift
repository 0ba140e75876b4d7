import RPC
import Runtime
import Storage

/// The settings every service has.
struct CommonSettings: Sendable {
  let listen: String
  let admin: String
  let certificates: String
  let policy: String
  let reloadInterval: Duration
  let resumesSessions: Bool
  let data: String
  let database: String?
  let partitions: [String]
  let loops: Int
  let drain: Duration
  let logLevel: String
  let logFormat: LogFormat
  let accessLog: AccessLog.Scope
  let isTraced: Bool
  let protection: ProtectionSettings
  let storage: StorageSettings
  let changes: ChangeRetention
  /// Whether only the data are looked after: then they need not be whole.
  var servesNobody = false

  /// Their declarations, with the defaults of a service that listens at `port`.
  static func declarations(port: UInt16) -> [Setting] {
    [
      Setting("listen", default: "127.0.0.1:\(port)", "HOST:PORT for calls over Cameo RPC."),
      Setting(
        "admin", default: nil,
        "HOST:PORT for health, readiness and metrics over HTTP; by default 127.0.0.1 and the port of"
          + " listen + 100. Keep it inside: it asks nobody who they are."),
      Setting(
        "certs", default: "certs", "Folder with ca.pem, NAME.pem and NAME.key of this service."),
      Setting(
        "policy", default: nil,
        "JSON file that says which identity may call which method; by default policy.json in the"
          + " folder of certs. What no rule allows is denied."),
      Setting(
        "reload.seconds", default: "5",
        "How often to look whether policy, certificates or revocations have changed, 1 to 3600; 0"
          + " looks at SIGHUP only."),
      Setting(
        "tls.resumption", default: "on",
        "on or off: whether a client that comes back may resume its TLS session."),
      Setting("data", default: "data", "Folder for the database; made if it is missing."),
      ServiceDatabase.setting,
      ServiceDatabase.partitions,
      Setting("loops", default: "2", "Threads that serve calls, 1 to 64."),
      Setting(
        "drain.seconds", default: "10", "How long calls may go on after SIGTERM, 0 to 3600."),
      Setting(
        "log.level", default: "info",
        "trace, debug, info, notice, warning, error or critical."),
      Setting("log.format", default: "text", "text for people, json for machines."),
      Setting(
        "log.access", default: "errors",
        "Which calls have a line each in the log: off, errors or all."),
      Setting(
        "trace", default: "on",
        "Whether calls carry a trace from service to service and into the logs: on or off."),
    ] + ChangeSettings.declarations + ProtectionSettings.declarations
      + StorageSettings.declarations
  }

  init(_ settings: ServiceSettings) throws {
    listen = try settings.text("listen")
    _ = try CommonSettings.split(listen, "listen")
    admin = try settings.optionalText("admin") ?? CommonSettings.adminAddress(beside: listen)
    certificates = try settings.text("certs")
    policy = settings.optionalText("policy") ?? "\(certificates)/policy.json"
    reloadInterval = .seconds(try settings.integer("reload.seconds", in: 0...3_600))
    resumesSessions = try settings.choice("tls.resumption", of: ["on", "off"]) == "on"
    data = try settings.text("data")
    database = settings.optionalText("database")
    partitions = try ServiceDatabase.names(settings.optionalText("database.partitions"))
    loops = try settings.integer("loops", in: 1...64)
    drain = .seconds(try settings.integer("drain.seconds", in: 0...3_600))
    logLevel = try settings.choice(
      "log.level", of: ["trace", "debug", "info", "notice", "warning", "error", "critical"])
    let format = try settings.choice("log.format", of: LogFormat.allCases.map(\.rawValue))
    logFormat = LogFormat(rawValue: format) ?? .text
    let access = try settings.choice("log.access", of: AccessLog.Scope.allCases.map(\.rawValue))
    accessLog = AccessLog.Scope(rawValue: access) ?? .errors
    isTraced = try settings.choice("trace", of: ["on", "off"]) == "on"
    protection = try ProtectionSettings(settings)
    storage = try StorageSettings(settings)
    changes = try ChangeSettings.retention(settings)
  }

  /// 127.0.0.1 and the port 100 above; with port 0, the system chooses both.
  private static func adminAddress(beside listen: String) throws(ConfigurationError) -> String {
    let (_, port) = try split(listen, "listen")
    guard port + 100 <= UInt16.max else {
      throw ConfigurationError("there is no port 100 above \(listen) for admin: set --admin")
    }
    return "127.0.0.1:\(port == 0 ? 0 : port + 100)"
  }

  /// `HOST:PORT` in its parts.
  static func split(_ address: String, _ name: String) throws(ConfigurationError)
    -> (host: String, port: Int)
  {
    guard let colon = address.lastIndex(of: ":"), colon != address.startIndex,
      let port = UInt16(address[address.index(after: colon)...])
    else {
      throw ConfigurationError(
        "\(name) is \"\(address)\", but must be HOST:PORT, such as 127.0.0.1:7101")
    }
    return (address[..<colon].filter { $0 != "[" && $0 != "]" }, Int(port))
  }
}
