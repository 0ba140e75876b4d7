import ArgumentParser
import FoundationEssentials
import Glibc
public import Instrumentation
import Logging
import Metrics
import RPC
import Runtime
import ServiceLifecycle
import Storage
import TLS
import UnixSignals

/// Runs a service as a process: command line, log, metrics, admin port, signals.
///
///     await ServiceMain.run(ProfileService.self)
///
/// Exit codes follow sysexits.h: 0 after SIGTERM or SIGINT, 64 wrong command line, 69 address not to
/// be had, 70 anything else, 74 data unusable, 75 data in use by another process, 78 wrong
/// configuration or certificate. Every failure is one line on standard error.
public enum ServiceMain {
  /// The version of all of Cameo's executables.
  public static let version = "0.1.0"

  /// Runs the service till a signal ends it.
  ///
  /// - Parameter instrument: what swift-distributed-tracing is bootstrapped with: one that carries
  ///   traces along, unless a tracer that records them takes its place.
  public static func run<Definition: ServiceDefinition>(
    _ definition: Definition.Type, instrument: any Instrument = TraceContextPropagator()
  ) async -> Never {
    let command: ServiceCommand<Definition>
    do {
      command = try ServiceCommand<Definition>.parse()
    } catch {
      ServiceCommand<Definition>.exit(withError: error)
    }
    let output = LogOutput()
    do {
      InstrumentationSystem.bootstrap(instrument)
      let environment = ProcessInfo.processInfo.environment
      let settings = try command.settings(environment: environment)
      if command.migrateOnly {
        let common = try CommonSettings(settings)
        try await RunningService.migrate(definition, common) { output.add($0) }
      } else {
        try await serve(definition, settings, output)
      }
      output.flush()
      exit(EXIT_SUCCESS)
    } catch {
      output.add("cameo-\(Definition.name): error: \(error)")
      output.flush()
      exit(exitCode(error))
    }
  }

  private static func serve<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ settings: ServiceSettings, _ output: LogOutput
  ) async throws {
    let common = try CommonSettings(settings)
    let logger = startLog(Definition.name, common, output)
    for name in settings.unknownInEnvironment {
      logger.warning("an environment variable is not one of this service's: \(name)")
    }
    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    let (host, port) = try CommonSettings.split(common.admin, "admin")
    OpenFileLimit.raise()
    let end = await EndSignal()
    let hangUps = await UnixSignalsSequence(trapping: .sighup)
    let service = try await RunningService.start(
      definition, settings, logger: logger, metrics: registry)
    let gauges = ProcessMetrics(registry)
    let storage = StorageMetrics(service.database, registry)
    registry.beforeExposition { storage?.collect() }
    let credentials = CredentialMetrics(service.credentials, registry)
    registry.beforeExposition { credentials.collect() }
    registry.beforeExposition {
      gauges.collect(service.database as? SQLiteDatabase, heldBytes: service.memory.used)
    }
    let admin = AdminServer(
      host: host, port: port, registry: registry, isReady: { service.isReady },
      backups: service.backups(in: common.storage),
      logger: logger
    ) { port in
      logger.info("ready", metadata: ["address": "\(service.address)", "admin": "\(host):\(port)"])
    }
    let changes = service.changes.map {
      ServiceGroupConfiguration.ServiceConfiguration(service: ChangeKeepingService(keeping: $0))
    }
    let result = await run(
      [
        .init(service: admin), .init(service: CallServing(service: service)),
        .init(
          service: Reloading(service.reloader, every: common.reloadInterval, at: hangUps)),
        .init(service: end, successTerminationBehavior: .gracefullyShutdownGroup),
      ] + (changes.map { [$0] } ?? []), common, logger)
    await service.stop()
    try result.get()
    logger.info("stopped")
  }

  private static func run(
    _ services: [ServiceGroupConfiguration.ServiceConfiguration], _ common: CommonSettings,
    _ logger: Logger
  ) async -> Result<Void, any Error> {
    var configuration = ServiceGroupConfiguration(services: services, logger: logger)
    configuration.maximumGracefulShutdownDuration = common.drain + .seconds(5)
    let group = ServiceGroup(configuration: configuration)
    do {
      return .success(try await group.run())
    } catch {
      return .failure(error)
    }
  }

  private static func startLog(_ name: String, _ common: CommonSettings, _ output: LogOutput)
    -> Logger
  {
    let level = Logger.Level(rawValue: common.logLevel) ?? .info
    LoggingSystem.bootstrap(
      { _, provider in
        ServiceLogHandler(
          service: name, format: common.logFormat, output: output,
          clock: SQLiteOptions.systemClock, logLevel: level, metadataProvider: provider)
      }, metadataProvider: TraceMetadata.provider)
    return Logger(label: name)
  }

  private static func exitCode(_ error: any Error) -> Int32 {
    switch error {
    case is ConfigurationError, is TLSError: 78
    case let error as StorageError: [.busy, .unreachable].contains(error.code) ? 75 : 74
    case is RuntimeError, is AdminError: 69
    default: 70
    }
  }
}
