internal import Messages
public import Runtime
internal import Synchronization
public import TLS

/// Serves a router's methods: accepts connections, deals them out to the loops in turn, and drains
/// them when it is time to go.
public final class Server: Sendable {
  private let workers: [ServerWorker]
  private let acceptor: Acceptor

  /// - Parameters:
  ///   - group: the loops to serve on; the server does not stop them.
  ///   - tls: a server's context, which demands a certificate of every client, or credentials that may be
  ///     replaced.
  ///   - limits: what it allows at once; the connections' own times and limits are `settings`.
  ///   - access: which peer may call what; nil lets everybody whose certificate is accepted call
  ///     everything, and nobody speak for others.
  ///   - interceptors: code to run around every handler, the outermost first.
  public init(
    group: EventLoopGroup, tls: any TLSContextSource, router: Router,
    settings: ConnectionSettings = ConnectionSettings(), limits: ServerLimits = ServerLimits(),
    observer: any ServerObserver = SilentObserver(), authorize access: AccessControl? = nil,
    interceptors: [any ServerInterceptor] = []
  ) {
    let around = ServerInterceptors(interceptors)
    let context = ServerContext(
      routes: router.routes.mapValues { $0.intercepted(by: around) }, settings: settings,
      limits: limits, observer: observer, tls: tls, access: access)
    workers = group.loops.map { ServerWorker(loop: $0, server: context) }
    acceptor = Acceptor(workers: workers, server: context)
    for worker in workers {
      worker.share.connections.revalidate(whenReplaced: tls, on: worker.loop)
    }
    access?.listeners.add(self) { $0.policyReplaced() }
  }

  /// Listens, and returns the address it listens at: with port 0 asked for, the one it was given.
  public func start(at address: SocketAddress) async throws -> SocketAddress {
    try await acceptor.start(at: address)
  }

  private func policyReplaced() {
    for worker in workers {
      worker.loop.execute { worker.forEachConnection { $0.policyReplaced() } }
    }
  }

  /// Tasks made for handlers so far, for tests: a task is used again where that is safe.
  var tasksMade: Int {
    get async {
      var sum = 0
      for worker in workers { sum += await worker.tasksMade }
      return sum
    }
  }

  /// Stops listening, lets the open calls finish, and closes every connection; after `limit`, with
  /// whatever is still open on it.
  public func drain(within limit: Duration) async {
    await acceptor.stop()
    await withDiscardingTaskGroup { group in
      for worker in workers { group.addTask { await worker.drain(within: limit) } }
    }
  }
}

/// What all connections of a server share.
final class ServerContext: Sendable {
  let settings: ConnectionSettings
  let limits: ServerLimits
  let census: ConnectionCensus
  let observer: any ServerObserver
  let tls: any TLSContextSource
  let access: AccessControl?
  private let routes: [String: (route: Route, recorder: any MethodRecorder)]
  private let unknown: any MethodRecorder

  init(
    routes: [String: Route], settings: ConnectionSettings, limits: ServerLimits,
    observer: any ServerObserver, tls: any TLSContextSource, access: AccessControl?
  ) {
    self.routes = routes.mapValues { ($0, observer.recorder(forMethod: $0.path)) }
    self.settings = settings
    self.limits = limits
    census = ConnectionCensus(
      maximum: limits.maximumConnections, perIdentity: limits.maximumConnectionsPerIdentity)
    self.observer = observer
    self.tls = tls
    self.access = access
    // As gRPC counts what is not its own: whatever a peer calls may not become a series.
    unknown = observer.recorder(forMethod: "other")
  }

  /// The route of a method; one that answers UNIMPLEMENTED where there is none.
  func route(_ method: String) -> (route: Route, recorder: any MethodRecorder) {
    routes[method] ?? (Self.unimplemented(method), unknown)
  }

  /// Whether there is such a method.
  func serves(_ method: String) -> Bool { routes[method] != nil }

  private static func unimplemented(_ method: String) -> Route {
    Route(
      path: method,
      refusing: RPCError(.unimplemented, "there is no method \(method.prefix(200)) here"))
  }
}
