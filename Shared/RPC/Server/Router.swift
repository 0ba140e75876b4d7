public import Messages

/// A service: something that has methods to offer. Generated `...Handler` protocols refine it.
public protocol ServiceHandler: Sendable {
  func register(in router: inout Router)
}

/// Which handler serves which method.
public struct Router: Sendable {
  private(set) var routes: [String: Route] = [:]

  public init() {}

  public init(_ services: [any ServiceHandler]) {
    for service in services { service.register(in: &self) }
  }

  /// The full names of the services that have a method here, in order.
  public var services: [String] {
    Set(routes.keys.map { String($0.prefix { $0 != "/" }) }).sorted()
  }

  public mutating func unary<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>,
    _ handler: @escaping @Sendable (Request, CallContext) async throws -> Reply
  ) {
    unary(method) { request in
      { call in call.reply(with: try await handler(request, call.context)) }
    }
  }

  /// The same for generated code, which makes what serves a request by itself: each function between
  /// a task and a handler costs two look-ups of the task's executor.
  package mutating func unary<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>,
    serving: @escaping @Sendable (Request) -> ServedCall.Handler
  ) {
    unsafe add(method) { call, body in
      guard let request: Request = unsafe call.decode(body) else { return }
      call.run(serving(request))
    }
  }

  public mutating func serverStreaming<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>,
    _ handler: @escaping @Sendable (Request, ReplyWriter<Reply>, CallContext) async throws -> Void
  ) {
    unsafe add(method) { call, body in
      guard let request: Request = unsafe call.decode(body) else { return }
      call.run { served in
        try await handler(request, ReplyWriter(served.call), served.context)
        served.call.finish()
      }
    }
  }

  public mutating func clientStreaming<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>,
    _ handler: @escaping @Sendable (RequestStream<Request>, CallContext) async throws -> Reply
  ) {
    unsafe add(method) { call, _ in
      let requests = RequestStream<Request>(of: call)
      call.run { served in served.reply(with: try await handler(requests, served.context)) }
    }
  }

  public mutating func bidirectional<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>,
    _ handler:
      @escaping @Sendable (RequestStream<Request>, ReplyWriter<Reply>, CallContext)
      async throws -> Void
  ) {
    unsafe add(method) { call, _ in
      let requests = RequestStream<Request>(of: call)
      call.run { served in
        try await handler(requests, ReplyWriter(served.call), served.context)
        served.call.finish()
      }
    }
  }

  private mutating func add<Request, Reply>(
    _ method: Method<Request, Reply>, _ start: @escaping Route.Start
  ) {
    precondition(routes[method.path] == nil, "\(method.path) has two handlers")
    routes[method.path] = unsafe Route(path: method.path, kind: method.kind, start: start)
  }
}

/// One method as the server finds it: how to start a handler on a call.
@safe final class Route: Sendable {
  /// Called on the call's loop; the body is the first message of a unary or server-streaming call.
  typealias Start = @Sendable (ServerCall, UnsafeRawBufferPointer) -> Void

  let path: String
  let kind: MethodKind
  let start: Start
  /// Who runs around the handler; nil where nobody does, so that a call finds out by one look.
  let interceptors: ServerInterceptors?

  init(
    path: String, kind: MethodKind, interceptors: ServerInterceptors? = nil,
    start: @escaping Start
  ) {
    self.path = path
    self.kind = kind
    self.interceptors = interceptors
    unsafe self.start = start
  }

  /// The same method with interceptors around its handler.
  func intercepted(by interceptors: ServerInterceptors?) -> Route {
    guard interceptors != nil else { return self }
    return unsafe Route(path: path, kind: kind, interceptors: interceptors, start: start)
  }
}
