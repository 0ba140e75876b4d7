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
  ///   - tls: a server's context, which demands a certificate of every client.
  ///   - interceptors: code to run around every handler, the outermost first.
  public init(
    group: EventLoopGroup, tls: TLSContext, router: Router,
    settings: ConnectionSettings = ConnectionSettings(),
    observer: any ServerObserver = SilentObserver(),
    interceptors: [any ServerInterceptor] = []
  ) {
    let around = ServerInterceptors(interceptors)
    let context = ServerContext(
      routes: router.routes.mapValues { $0.intercepted(by: around) }, settings: settings,
      observer: observer, tls: tls)
    workers = group.loops.map { ServerWorker(loop: $0, server: context) }
    acceptor = Acceptor(workers: workers, observer: observer)
  }

  /// Listens, and returns the address it listens at: with port 0 asked for, the one it was given.
  public func start(at address: SocketAddress) async throws -> SocketAddress {
    try await acceptor.start(at: address)
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
  let observer: any ServerObserver
  let tls: TLSContext
  private let routes: [String: (route: Route, recorder: any MethodRecorder)]
  private let unknown: any MethodRecorder

  init(
    routes: [String: Route], settings: ConnectionSettings, observer: any ServerObserver,
    tls: TLSContext
  ) {
    self.routes = routes.mapValues { ($0, observer.recorder(forMethod: $0.path)) }
    self.settings = settings
    self.observer = observer
    self.tls = tls
    // As gRPC counts what is not its own: whatever a peer calls may not become a series.
    unknown = observer.recorder(forMethod: "other")
  }

  /// The route of a method; one that answers UNIMPLEMENTED where there is none.
  func route(_ method: String) -> (route: Route, recorder: any MethodRecorder) {
    routes[method] ?? (Self.unimplemented(method), unknown)
  }

  private static func unimplemented(_ method: String) -> Route {
    // Of the kind whose handler starts with the REQUEST: a client may have nothing to send before it
    // has heard something.
    unsafe Route(path: method, kind: .bidirectional) { call, _ in
      call.fail(RPCError(.unimplemented, "there is no method \(method.prefix(200)) here"))
    }
  }
}
