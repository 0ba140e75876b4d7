public import CoreMetrics
public import Instrumentation
public import Logging
import Messages
import RPC
public import Runtime
public import Storage
import Synchronization
import TLS

/// A service that serves: loops, database, handlers and server, without the process around them. Tests
/// start one at port 0; ``ServiceMain`` adds the admin port and the signals.
public final class RunningService: Sendable {
  /// Where it listens, the port filled in.
  public let address: SocketAddress
  /// The service's data.
  public let database: any Database
  private let loops: EventLoopGroup
  private let server: Server
  private let health: HealthService
  private let drainLimit: Duration
  private let serving = Atomic<Bool>(true)

  private init(
    _ address: SocketAddress, _ environment: ServiceEnvironment, _ server: Server,
    _ health: HealthService, _ drainLimit: Duration
  ) {
    self.address = address
    self.database = environment.database
    self.loops = environment.loops
    self.server = server
    self.health = health
    self.drainLimit = drainLimit
  }

  /// Brings a service up: reads its certificates, opens and migrates its data, builds its handler,
  /// listens, and says SERVING.
  ///
  /// - Parameters:
  ///   - settings: made for the same definition.
  ///   - instrument: how its calls are traced; by default, by what swift-distributed-tracing was
  ///     bootstrapped with.
  ///   - clock: the time now in microseconds since 1970.
  public static func start<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ settings: ServiceSettings, logger: Logger,
    metrics: any MetricsFactory, instrument: (any Instrument)? = nil,
    clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock
  ) async throws -> RunningService {
    let common = try CommonSettings(settings)
    let files = TLSConfiguration(directory: common.certificates, name: Definition.name)
    let own = try TLSContext(role: .server, files)
    let addresses = try await SocketAddress.resolve(common.listen)
    let environment = ServiceEnvironment(
      name: Definition.name, settings: settings,
      database: try await openDatabase(definition, common, clock),
      loops: try EventLoopGroup(count: common.loops, name: Definition.name),
      certificate: try TLSContext(role: .client, files), logger: logger, metrics: metrics,
      clock: clock,
      tracing: common.isTraced
        ? instrument.map { CallTracing($0) } ?? CallTracing.bootstrapped : nil)
    do {
      let handler = try await Definition.build(environment)
      return try await serve(handler, environment, own, common, at: addresses)
    } catch {
      await environment.database.close()
      environment.loops.stop()
      throw error
    }
  }

  private static func openDatabase<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ common: CommonSettings,
    _ clock: @escaping @Sendable () -> Int64
  ) async throws -> any Database {
    guard !Definition.migrations.isEmpty else { return NoDatabase() }
    try DataFolder.make(common.data)
    var options = SQLiteOptions(clock: clock)
    options.software = "cameo-\(Definition.name) \(ServiceMain.version)"
    let database = try SQLiteDatabase(
      path: "\(common.data)/\(Definition.name).db", options: options)
    do {
      try await database.migrate(Definition.migrations)
    } catch {
      await database.close()
      throw error
    }
    return database
  }

  private static func serve(
    _ handler: some ServiceHandler, _ environment: ServiceEnvironment, _ certificate: TLSContext,
    _ common: CommonSettings, at addresses: [SocketAddress]
  ) async throws -> RunningService {
    var router = RPC.Router([handler])
    let services = router.services
    let health = HealthService(services: services)
    health.register(in: &router)
    ReflectionService(
      services: services + [HealthMethods.service, ReflectionMethods.service],
      fileDescriptorSet: Descriptors.fileDescriptorSet
    ).register(in: &router)
    let server = Server(
      group: environment.loops, tls: certificate, router: router,
      settings: environment.connectionSettings,
      observer: CallMetrics(
        factory: environment.metrics, logger: environment.logger,
        accessLog: AccessLog(environment.logger, common.accessLog)),
      interceptors: environment.tracing.map { [ServerTracing(tracing: $0)] } ?? [])
    let address = try await server.start(at: addresses[0])
    health.setServing(true)
    environment.logger.info("serving", metadata: ["address": "\(address)"])
    return RunningService(address, environment, server, health, common.drain)
  }

  /// Whether calls are taken.
  public var isServing: Bool { serving.load(ordering: .relaxed) }

  /// Says NOT_SERVING, lets the open calls end within the configured time, and closes everything.
  public func stop() async {
    guard serving.exchange(false, ordering: .relaxed) else { return }
    health.setServing(false)
    await server.drain(within: drainLimit)
    await database.close()
    loops.stop()
  }
}
