internal import Runtime
internal import Wire

/// The methods of a server as one loop serves them. Touched on its loop only.
final class MethodTable {
  private let server: ServerContext
  private let loop: EventLoop
  private let tasks: HandlerTasks
  private var methods: [String: ServedMethod] = [:]

  init(_ server: ServerContext, loop: EventLoop, tasks: HandlerTasks) {
    self.server = server
    self.loop = loop
    self.tasks = tasks
  }

  /// A method by its path; one that answers UNIMPLEMENTED where there is none, which is not kept: a
  /// peer can think of any number of them.
  func find(_ path: String) -> ServedMethod {
    if let method = methods[path] { return method }
    let (route, recorder) = server.route(path)
    guard server.serves(path) else { return ServedMethod(route, recorder, server, tasks) }
    let method = ServedMethod(route, recorder, server, tasks, limit: limit(of: route))
    methods[path] = method
    return method
  }

  /// Whether this process is well must be known above all when it has too much to do; and how long a
  /// stream takes says nothing about the server.
  private func limit(of route: Route) -> AdaptiveLimit? {
    guard let settings = server.limits.concurrency, route.kind == .unary, !route.isHealth else {
      return nil
    }
    return AdaptiveLimit(settings, phase: .random(in: 0...1), now: loop.now)
  }
}

/// One method on one loop: how it is served, and how much of it at once. Touched on its loop only.
final class ServedMethod {
  let route: Route
  let recorder: any MethodRecorder
  let server: ServerContext
  /// Where its handlers run.
  let tasks: HandlerTasks
  /// Handlers at work, those of calls that are over already among them.
  private(set) var inFlight = 0
  private var limit: AdaptiveLimit?

  init(
    _ route: Route, _ recorder: any MethodRecorder, _ server: ServerContext, _ tasks: HandlerTasks,
    limit: AdaptiveLimit? = nil
  ) {
    self.route = route
    self.recorder = recorder
    self.server = server
    self.tasks = tasks
    self.limit = limit
  }

  /// Nil: a call may begin. Else when to come back, in milliseconds.
  func retryAfterMilliseconds() -> UInt32? {
    guard let limit, inFlight >= limit.limit else { return nil }
    // Spread out, so that those who were turned away together do not come back together.
    let least = limit.retryAfterMilliseconds
    return .random(in: least...least * 2)
  }

  func handlerBegan() { inFlight += 1 }

  func handlerEnded() { inFlight -= 1 }

  /// A call is over. What its client gave up, or no handler saw, says nothing about latency.
  /// The limit, where it is another now.
  func callEnded(
    _ call: CallContext, _ code: StatusCode, nanoseconds: Int64, _ totals: CallTotals, now: Int64,
    _ hadHandler: Bool
  ) -> Int? {
    recorder.ended(call, code, nanoseconds: nanoseconds, totals: totals)
    guard hadHandler, limit != nil, code != .cancelled else { return nil }
    let changed = limit?.record(latency: nanoseconds, inFlight: inFlight, now: now)
    return changed == true ? limit?.limit : nil
  }
}

extension Route {
  /// A method of `cameo.rpc.v1.Health`.
  var isHealth: Bool { path.hasPrefix("cameo.rpc.v1.Health/") }
}
