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
  /// The service's name.
  let name: String
  private let loops: EventLoopGroup
  private let server: Server
  private let readiness: Readiness
  private let drainLimit: Duration
  private let closings: Closings
  /// Of databases beside its own, whose failure is its own.
  let attachedConditions: [DatabaseCondition]
  let credentials: ServiceCredentials
  let reloader: Reloader
  /// Looks after its change log, where it has data.
  let changes: ChangeKeeping?
  /// What its calls may hold, and do.
  let memory: MemoryBudget
  private let serving = Atomic<Bool>(true)

  private init(
    _ address: SocketAddress, _ environment: ServiceEnvironment, _ server: Server,
    _ readiness: Readiness, _ drainLimit: Duration, _ credentials: ServiceCredentials,
    _ reloader: Reloader, _ changes: ChangeKeeping?
  ) {
    self.address = address
    self.database = environment.database
    name = environment.name
    self.loops = environment.loops
    self.server = server
    self.readiness = readiness
    self.drainLimit = drainLimit
    closings = environment.closings
    attachedConditions = environment.attachments.conditions
    self.credentials = credentials
    self.reloader = reloader
    self.changes = changes
    memory = environment.protection.limits.memory
  }

  /// Brings a service up: reads its certificates, opens and migrates its data, builds its handler, reads
  /// who may call it, listens, and says SERVING.
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
    try await start(
      definition, settings, logger: logger, metrics: metrics, instrument: instrument, clock: clock
    ) { try EventLoopGroup(count: $0, name: Definition.name) }
  }

  /// As above, on loops of which `makeLoops` makes so many.
  static func start<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ settings: ServiceSettings, logger: Logger,
    metrics: any MetricsFactory, instrument: (any Instrument)?,
    clock: @escaping @Sendable () -> Int64, makeLoops: (Int) throws -> EventLoopGroup
  ) async throws -> RunningService {
    let common = try CommonSettings(settings)
    let files = ServiceCredentials.files(common, name: Definition.name)
    let stamps = Reloadable.stamps(files)
    let credentials = try ServiceCredentials(common, name: Definition.name)
    let certificates = Reloadable("certificates", files, stamps: stamps, load: credentials.reload)
    let addresses = try await SocketAddress.resolve(common.listen)
    let database = try await openDatabase(definition, common, clock)
    let loops: EventLoopGroup
    do {
      loops = try makeLoops(common.loops)
    } catch {
      await database.close()
      throw error
    }
    let environment = ServiceEnvironment(
      name: Definition.name, settings: settings, database: database, loops: loops,
      certificate: credentials.client, logger: logger, metrics: metrics,
      clock: clock,
      tracing: common.isTraced
        ? instrument.map { CallTracing($0) } ?? CallTracing.bootstrapped : nil,
      protection: common.protection)
    do {
      let handler = try await Definition.build(environment)
      return try await serve(
        handler, environment, credentials, certificates, at: addresses, common)
    } catch {
      await environment.closings.run()
      await environment.database.close()
      environment.loops.stop()
      throw error
    }
  }

  static func openDatabase<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ common: CommonSettings,
    _ clock: @escaping @Sendable () -> Int64,
    migrating progress: @escaping @Sendable (WorkProgress) -> Void = { _ in }
  ) async throws -> any Database {
    guard !Definition.migrations.isEmpty else { return NoDatabase() }
    let database = try ServiceDatabase.open(
      name: Definition.name, common: common,
      software: "cameo-\(Definition.name) \(ServiceMain.version)", clock: clock)
    do {
      try await database.migrate(Definition.migrations, progress: progress)
    } catch {
      await database.close()
      throw error
    }
    return database
  }

  private static func serve(
    _ handler: some ServiceHandler, _ environment: ServiceEnvironment,
    _ credentials: ServiceCredentials, _ certificates: Reloadable, at addresses: [SocketAddress],
    _ common: CommonSettings
  ) async throws -> RunningService {
    var router = RPC.Router([handler])
    let services = router.services
    let hasData = !(environment.database is NoDatabase)
    if hasData {
      ChangeLogService(database: environment.database, logger: environment.logger)
        .register(in: &router)
    }
    let health = HealthService(services: services)
    health.register(in: &router)
    ReflectionService(
      services: services + (hasData ? [ChangeLogServiceMethods.service] : [])
        + [HealthMethods.service, ReflectionMethods.service],
      fileDescriptorSet: Descriptors.fileDescriptorSet
    ).register(in: &router)
    let (access, policy) = try accessControl(common.policy, router)
    let server = Server(
      group: environment.loops, tls: credentials.server, router: router,
      settings: environment.connectionSettings, limits: environment.protection.limits,
      observer: CallMetrics(
        factory: environment.metrics, logger: environment.logger,
        accessLog: AccessLog(environment.logger, common.accessLog)),
      authorize: access,
      interceptors: environment.tracing.map { [ServerTracing(tracing: $0)] } ?? [])
    let address = try await server.start(at: addresses[0])
    let readiness = Readiness(
      health, [environment.database.condition] + environment.attachments.conditions,
      environment.logger)
    readiness.takesCalls(true)
    environment.logger.info("serving", metadata: ["address": "\(address)"])
    let reloader = Reloader(
      [certificates, policy] + environment.attachments.reloadables, logger: environment.logger,
      metrics: environment.metrics)
    return RunningService(
      address, environment, server, readiness, common.drain, credentials, reloader,
      hasData
        ? ChangeKeeping(
          environment.database, common.changes, logger: environment.logger,
          metrics: environment.metrics, clock: environment.clock) : nil)
  }

  /// The policy of a file, in force and read again when it changes.
  private static func accessControl(_ path: String, _ router: RPC.Router) throws
    -> (AccessControl, Reloadable)
  {
    let methods = try PolicyFile.knownMethods(in: Descriptors.fileDescriptorSet)
      .union(router.methods)
    let stamps = Reloadable.stamps([path])
    let access = AccessControl(try PolicyFile.read(path, methods: methods))
    let policy = Reloadable("policy", [path], stamps: stamps) {
      access.replace(with: try PolicyFile.read(path, methods: methods))
    }
    return (access, policy)
  }

  /// Reads policy, certificates and revocations again, as at SIGHUP. What cannot be read leaves what was
  /// in force, and a line in the log.
  public func reload() { reloader.check(forced: true) }

  /// Whether calls are taken.
  public var isServing: Bool { serving.load(ordering: .relaxed) }

  /// Whether calls are taken, and the database keeps what they bring: what Health says.
  public var isReady: Bool { readiness.isReady }

  /// Says NOT_SERVING, lets the open calls end within the configured time, and closes everything.
  public func stop() async {
    guard serving.exchange(false, ordering: .relaxed) else { return }
    readiness.takesCalls(false)
    await server.drain(within: drainLimit)
    await closings.run()
    await database.close()
    loops.stop()
  }
}
