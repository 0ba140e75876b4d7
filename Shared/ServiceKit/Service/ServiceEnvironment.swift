public import CoreMetrics
public import Logging
public import RPC
public import Runtime
public import Storage
public import TLS

/// What a service is built from.
public struct ServiceEnvironment: Sendable {
  /// The service's name.
  public let name: String
  /// What the operator chose.
  public let settings: ServiceSettings
  /// The service's own data, migrated; one that refuses everything if it has no migrations.
  public let database: any Database
  /// The event loops that its calls run on.
  public let loops: EventLoopGroup
  /// Its certificate, for calls it makes itself; replaced while it runs.
  public let certificate: TLSCredentials
  /// Its log.
  public let logger: Logger
  /// Where to make metrics of its own.
  public let metrics: any MetricsFactory
  /// The time now, in microseconds since 1970.
  public let clock: @Sendable () -> Int64
  /// How its calls are traced; nil for not at all.
  let tracing: CallTracing?
  /// What its server and its channels allow.
  let protection: ProtectionSettings
  /// What ends with the service.
  let closings = Closings()
  /// What runs, fails and is reloaded with the service.
  let attachments = Attachments()

  /// What its connections say of themselves, and how they behave.
  var connectionSettings: ConnectionSettings {
    protection.connectionSettings(software: "cameo-\(name)/\(ServiceMain.version)")
  }

  /// What runs before every call that it makes.
  private var clientInterceptors: [any ClientInterceptor] {
    let metrics = ClientMetrics(metrics)
    return tracing.map { [ClientTracing(tracing: $0), metrics] } ?? [metrics]
  }

  /// The way to another service of the same trust domain: calls go to whoever proves to be `service`.
  ///
  /// - Parameters:
  ///   - target: where its replicas are, as `Target` says: `HOST:PORT`, several of them with commas
  ///     between, `dns:HOST:PORT` or `srv:NAME`.
  ///   - attempts: how calls on it are retried and hedged.
  public func channel(
    to target: String, of service: String, attempts: AttemptSettings = .standard
  ) throws -> Channel {
    do {
      _ = try Target(target)
    } catch {
      throw ConfigurationError("\(service): \(error.message)")
    }
    let peer = PeerIdentity(
      trustDomain: certificate.current.identity.trustDomain, kind: .service, name: service)
    guard let peer else { throw ConfigurationError("\"\(service)\" cannot name a service") }
    return Channel(
      target: target, tls: certificate, expecting: peer.uri, group: loops,
      settings: connectionSettings, retry: attempts.retry, hedging: attempts.hedging,
      observer: ChannelReports(service: service, logger: logger, metrics: metrics),
      interceptors: clientInterceptors)
  }
}
