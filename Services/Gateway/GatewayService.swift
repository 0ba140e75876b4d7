public import RPC
import Runtime
public import ServiceKit

/// The single customer view, as a service: asks the three that own the parts. It keeps no data of
/// its own.
public enum GatewayService: ServiceDefinition {
  public static let name = "gateway"
  public static let about = "Answers with the single customer view of profile, consent and survey."
  public static let port: UInt16 = 7100
  public static let settings =
    [
      Setting(
        "profile", default: "127.0.0.1:7101",
        "Where the profile service is: HOST:PORT, several of them, dns:HOST:PORT or srv:NAME."),
      Setting("consent", default: "127.0.0.1:7102", "Where the consent service is, likewise."),
      Setting("survey", default: "127.0.0.1:7103", "Where the survey service is, likewise."),
      Setting(
        "part.timeout.ms", default: "500",
        "How long a view waits for a part, 1 to 60000; the caller's own deadline may be sooner."),
      Setting(
        "stale.seconds", default: "3600",
        "How old a profile or survey part may be that stands in while its service is down, 0 to"
          + " 86400. Consent has no stand-in."),
      Setting(
        "stale.customers", default: "10000", "Customers to keep such parts of, 0 to 1000000."),
      Setting("stale.mib", default: "64", "Memory for such parts in MiB, 0 to 65536."),
    ] + AttemptSettings.declarations

  public static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    let settings = environment.settings
    let timeout = try settings.integer("part.timeout.ms", in: 1...60_000)
    let attempts = try AttemptSettings(settings)
    return GatewayHandlers(
      upstreams: Upstreams(
        profile: try channel(to: .profile, attempts, environment),
        consent: try channel(to: .consent, attempts, environment),
        survey: try channel(to: .survey, attempts, environment)),
      copies: try copies(settings), budget: TimeBudget(limit: .milliseconds(timeout)),
      now: { MonotonicClock.now })
  }

  private static func channel(
    to part: Part, _ attempts: AttemptSettings, _ environment: ServiceEnvironment
  ) throws -> Channel {
    try environment.channel(
      to: try environment.settings.text(part.rawValue), of: part.rawValue, attempts: attempts)
  }

  private static func copies(_ settings: ServiceSettings) throws -> LastGoodAnswers {
    LastGoodAnswers(
      customers: try settings.integer("stale.customers", in: 0...1_000_000),
      bytes: try settings.integer("stale.mib", in: 0...65_536) << 20,
      ageNanoseconds: Int64(try settings.integer("stale.seconds", in: 0...86_400)) * 1_000_000_000)
  }
}
