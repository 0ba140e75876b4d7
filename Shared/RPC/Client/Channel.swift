public import Messages
public import Runtime
public import TLS

/// The way to one service: calls go out on it, over connections of each event loop's own, one to a
/// replica, that it opens when first needed, and opens again, with back-off, when they are lost.
///
/// Called from a task on one of the group's loops, a call stays on that loop from beginning to end.
public final class Channel: Sendable {
  private let workers: [ChannelWorker]
  private let source: ReplicaSource
  private let group: EventLoopGroup
  /// Nil where there are none.
  let interceptors: ClientInterceptors?

  /// - Parameters:
  ///   - target: what to call, as `Target` says: `HOST:PORT`, several of them, or `srv:NAME`. On one
  ///     that names nothing every call fails with INVALID_ARGUMENT, which says why.
  ///   - tls: a client's context, whose certificate the server will ask for, or credentials that may be
  ///     replaced.
  ///   - peer: the SPIFFE URI the server's certificate must carry; nil accepts any of the authority's.
  ///   - retry: how calls that may be retried are; nil retries none.
  ///   - hedging: how unary calls without side effects are hedged, which are not retried then.
  ///   - throttle: what bounds retries and hedges; channels to one service may share one.
  ///   - balancing: how calls are spread where there are several replicas.
  ///   - resolving: how names are looked up.
  ///   - observer: told of the replicas, their connections and their isolations.
  ///   - interceptors: code to run before every call, the first first.
  public init(
    target: String, tls: any TLSContextSource, expecting peer: String?, group: EventLoopGroup,
    settings: ConnectionSettings = ConnectionSettings(), backoff: Backoff = Backoff(),
    retry: RetryPolicy? = .standard, hedging: HedgingPolicy? = nil,
    throttle: RetryThrottle = RetryThrottle(),
    balancing: BalancingSettings = BalancingSettings(),
    resolving: ResolvingSettings = ResolvingSettings(),
    observer: any ChannelObserver = SilentChannelObserver(),
    interceptors: [any ClientInterceptor] = []
  ) {
    let shared = ChannelSettings(
      target: target, tls: tls, peer: peer, settings: settings, backoff: backoff,
      policies: ChannelPolicies(retry: retry, hedging: hedging, throttle: throttle),
      balancing: balancing, resolving: resolving, observer: observer,
      seed: balancing.seed ?? .random(in: 0 ... .max))
    self.group = group
    self.interceptors = ClientInterceptors(interceptors, target: target)
    let source = ReplicaSource(shared, loop: group.loops[0])
    self.source = source
    workers = group.loops.map { ChannelWorker(loop: $0, channel: shared, source: source) }
    for worker in workers {
      worker.share.connections.revalidate(whenReplaced: tls, on: worker.loop)
    }
  }

  /// One request, one reply.
  ///
  /// Throws `RPCError`: the server's status, or UNAVAILABLE, DEADLINE_EXCEEDED or CANCELLED where
  /// there was none. Cancelling the task cancels the call on its server.
  @concurrent public func unary<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>, _ request: Request, _ options: CallOptions = CallOptions()
  ) async throws -> Reply {
    if let interceptors, options.watch == nil {
      return try await interceptors.run(method, options) { try await unary(method, request, $0) }
    }
    defer { withExtendedLifetime(self) {} }
    let worker = currentWorker
    guard worker.loop.isCurrent else {
      return try await withTaskExecutorPreference(worker.loop) {
        try await UnaryCall(method, request, options, loop: worker.loop).result(by: worker)
      }
    }
    return try await UnaryCall(method, request, options, loop: worker.loop).result(by: worker)
  }

  /// One request, any number of replies.
  public func serverStreaming<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>, _ request: Request, _ options: CallOptions = CallOptions()
  ) -> ReplyStream<Reply> {
    let worker = currentWorker
    let call = StreamingCall(method, request, options, loop: worker.loop)
    if let interceptors {
      return replies(of: call, after: interceptors.begin(call, method, by: worker))
    }
    worker.loop.execute { worker.begin(call) }
    return replies(of: call)
  }

  /// Any number of requests, which `produce` writes, and one reply. An error that `produce` throws
  /// cancels the call and is thrown on.
  @concurrent public func clientStreaming<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>, _ options: CallOptions = CallOptions(),
    _ produce: @Sendable (RequestWriter<Request>) async throws -> Void
  ) async throws -> Reply {
    let (requests, replies) = try await bidirectional(method, options)
    do {
      try await produce(requests)
      await requests.finish()
    } catch let error as RPCError {
      // The server may have answered before it had heard everything: its status says more.
      guard await requests.isCallOver else { throw error }
    }
    var only: Reply?
    for try await reply in replies {
      guard only == nil else {
        throw RPCError(.internal, "\(method.path) has one reply, and sent two")
      }
      only = reply
    }
    guard let only else { throw RPCError(.internal, "\(method.path) ended OK without a reply") }
    return only
  }

  /// Any number of messages both ways, at their own pace.
  @concurrent public func bidirectional<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>, _ options: CallOptions = CallOptions()
  ) async throws -> (RequestWriter<Request>, ReplyStream<Reply>) {
    let options = try await interceptors?.begin(method, options) ?? options
    let worker = currentWorker
    let call = StreamingCall<Request, Reply>(method, nil, options, loop: worker.loop)
    await withTaskExecutorPreference(worker.loop) { await call.begin(by: worker) }
    return (RequestWriter(call), replies(of: call))
  }

  /// A channel that nobody holds any more closes by itself, once its open calls are done.
  deinit {
    source.close()
    for worker in workers { worker.loop.execute { worker.close() } }
  }

  /// Fails waiting calls, lets open ones finish, and takes no more.
  public func close() async {
    source.close()
    for worker in workers {
      await withTaskExecutorPreference(worker.loop) { worker.close() }
    }
  }

  private func replies<Request, Reply>(
    of call: StreamingCall<Request, Reply>, after beginning: Task<Void, Never>? = nil
  ) -> ReplyStream<Reply> {
    ReplyStream(
      inbox: call.inbox,
      // Holds the channel too, which would else close on a call that waits for a connection.
      lifetime: CallLifetime { [self] in
        beginning?.cancel()
        withExtendedLifetime(self) { call.loop.execute { call.cancel() } }
      })
  }

  /// The worker of the loop we are on; away from the group's loops, each in turn.
  private var currentWorker: ChannelWorker {
    if let loop = EventLoop.current, let worker = workers.first(where: { $0.loop === loop }) {
      return worker
    }
    let loop = group.next()
    return workers.first { $0.loop === loop } ?? workers[0]
  }
}

/// What all of a channel's connections share.
struct ChannelSettings: Sendable {
  let target: String
  let tls: any TLSContextSource
  let peer: String?
  let settings: ConnectionSettings
  let backoff: Backoff
  let policies: ChannelPolicies
  let balancing: BalancingSettings
  let resolving: ResolvingSettings
  let observer: any ChannelObserver
  /// Of the choice among more replicas than it connects to.
  let seed: UInt64
}
