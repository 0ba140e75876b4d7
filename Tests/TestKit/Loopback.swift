public import RPC
public import Runtime
public import TLS

/// A real server on a free loopback port with real certificates, and a client's channel to it.
public final class Loopback: Sendable {
  public let address: SocketAddress
  public let server: Server
  public let channel: Channel
  /// The server's loops, and the client's.
  public let serverLoops: EventLoopGroup
  public let clientLoops: EventLoopGroup

  /// - Parameters:
  ///   - services: what the server offers.
  ///   - identity: whose certificate the server shows, of the development identities.
  ///   - port: 0 takes a free one.
  ///   - credentials: of both sides; development certificates where there are none.
  ///   - access: which peer may call what; nil lets everybody call everything.
  ///   - retry: what the channel does about attempts that fail; nil lets every call that the server
  ///     lost fail, and still sends what was refused as unprocessed once more.
  public init(
    _ services: [any ServiceHandler], as identity: String = "profile", loops: Int = 1,
    port: UInt16 = 0, settings: ConnectionSettings = .patient,
    clientSettings: ConnectionSettings = .patient, limits: ServerLimits = .patient,
    observer: any ServerObserver = SilentObserver(), authorize access: AccessControl? = nil,
    credentials: (server: TLSCredentials, client: TLSCredentials)? = nil,
    retry: RetryPolicy? = .standard,
    interceptors: [any ServerInterceptor] = [],
    clientInterceptors: [any ClientInterceptor] = []
  ) async throws {
    serverLoops = try EventLoopGroup(count: loops, name: "server")
    clientLoops = try EventLoopGroup(count: 1, name: "client")
    server = Server(
      group: serverLoops,
      tls: try credentials?.server ?? TLSCredentials(TestCertificates.context(.server, identity)),
      router: Router(services), settings: settings, limits: limits, observer: observer,
      authorize: access, interceptors: interceptors)
    address = try await server.start(at: SocketAddress(host: "127.0.0.1", port: port))
    channel = Channel(
      target: address.description,
      tls: try credentials?.client ?? TLSCredentials(TestCertificates.context(.client, "client")),
      expecting: "spiffe://cameo.local/service/\(identity)", group: clientLoops,
      settings: clientSettings, retry: retry, interceptors: clientInterceptors)
  }

  /// Ends both sides and their threads.
  public func stop() async {
    await channel.close()
    await server.drain(within: .seconds(5))
    clientLoops.stop()
    serverLoops.stop()
  }

  /// Serves `services` for as long as `body` runs.
  public static func with<Result>(
    _ services: [any ServiceHandler], as identity: String = "profile", loops: Int = 1,
    settings: ConnectionSettings = .patient,
    clientSettings: ConnectionSettings = .patient, limits: ServerLimits = .patient,
    observer: any ServerObserver = SilentObserver(), authorize access: AccessControl? = nil,
    interceptors: [any ServerInterceptor] = [],
    clientInterceptors: [any ClientInterceptor] = [],
    _ body: (Loopback) async throws -> Result
  ) async throws -> Result {
    let loopback = try await Loopback(
      services, as: identity, loops: loops, settings: settings, clientSettings: clientSettings,
      limits: limits, observer: observer, authorize: access, interceptors: interceptors,
      clientInterceptors: clientInterceptors)
    do {
      let result = try await body(loopback)
      await loopback.stop()
      return result
    } catch {
      await loopback.stop()
      throw error
    }
  }
}

extension ConnectionSettings {
  /// For tests, hundreds of which may begin at once on a small machine: a handshake may take its time.
  public static var patient: ConnectionSettings {
    var settings = ConnectionSettings()
    settings.handshakeTimeout = .seconds(120)
    return settings
  }
}

extension ServerLimits {
  /// For tests that have a thousand calls at work at once on a small machine, which is overload.
  public static var patient: ServerLimits {
    var limits = ServerLimits()
    limits.concurrency = nil
    return limits
  }
}
