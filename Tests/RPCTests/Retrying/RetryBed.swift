import Messages
import RPC
import TLS
import TestKit
import Testing

@testable import Runtime

/// A client's channel to a server that a test plays by hand.
struct RetryBed {
  static let service = "test.Retry"
  static let read = method("Read", .unary, .noSideEffects)
  static let replace = method("Replace", .unary, .idempotent)
  static let change = method("Change", .unary, .unknown)
  static let list = method("List", .serverStreaming, .idempotent)
  static let watch = method("Watch", .serverStreaming, .unknown)
  static let talk = method("Talk", .bidirectional, .idempotent)
  /// What a test calls to see that nothing else has been sent before it.
  static let marker = method("Marker", .unary, .unknown)

  let listener: RawPeer.Listener
  let channel: Channel
  /// The client's.
  let loop: EventLoop

  static func with(
    retry: RetryPolicy? = quick(), hedging: HedgingPolicy? = nil,
    throttle: RetryThrottle = RetryThrottle(), interceptors: [any ClientInterceptor] = [],
    _ body: (RetryBed) async throws -> Void
  ) async throws {
    let listener = try RawPeer.Listener()
    let loops = try EventLoopGroup(count: 1, name: "client")
    let channel = Channel(
      target: listener.address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: nil, group: loops, settings: .patient, retry: retry, hedging: hedging,
      throttle: throttle, interceptors: interceptors)
    do {
      try await body(RetryBed(listener: listener, channel: channel, loop: loops.loops[0]))
    } catch {
      Issue.record(error)
    }
    await channel.close()
    loops.stop()
  }

  /// How many timers wait on the client's loop.
  var timers: Int {
    get async { await withTaskExecutorPreference(loop) { loop.wheel.count } }
  }

  /// Begins a call.
  func begin(
    _ method: Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>, _ options: CallOptions
  ) -> Task<RPCV1.SimpleResponse, any Error> {
    Task { try await channel.unary(method, RPCV1.SimpleRequest(), options) }
  }

  /// Begins a call whose first attempt fails and says when to come again; a second one is answered,
  /// where it is due.
  func beginPushedBack(
    by milliseconds: UInt32, isRepeated: Bool
  ) async throws -> Task<RPCV1.SimpleResponse, any Error> {
    let call = begin(Self.read, Self.patience())
    try await listener.accept { peer in
      try peer.hello()
      try peer.fail(peer.request(), retryAfter: milliseconds)
      if isRepeated { try peer.answer(peer.request()) }
      try peer.settle()
    }
    return call
  }

  /// The error that a call ends with.
  static func failure(of call: Task<RPCV1.SimpleResponse, any Error>) async -> RPCError? {
    let result = await call.result
    return #expect(throws: RPCError.self) { try result.get() }
  }

  /// A call's options: no test is to hang for ever.
  static func patience(
    retry: PolicyChoice<RetryPolicy> = .channel, hedging: PolicyChoice<HedgingPolicy> = .channel
  ) -> CallOptions {
    var options = CallOptions(timeout: .seconds(60))
    options.retry = retry
    options.hedging = hedging
    return options
  }

  /// Four attempts, a millisecond or so apart.
  static func quick() -> RetryPolicy { policy(backoff: .milliseconds(1)) }

  /// One that waits for longer than any test.
  static func patient() -> RetryPolicy { policy(backoff: .seconds(3600)) }

  private static func policy(backoff: Duration) -> RetryPolicy {
    do {
      return try RetryPolicy(
        maximumAttempts: 4, initialBackoff: backoff, maximumBackoff: backoff, multiplier: 1,
        retryableCodes: [.unavailable])
    } catch {
      fatalError("\(error)")
    }
  }

  private static func method(
    _ name: String, _ kind: MethodKind, _ idempotency: Idempotency
  ) -> Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse> {
    Method(service: service, name: name, kind: kind, idempotency: idempotency)
  }
}

/// One REQUEST as the hand-driven server sees it.
struct SeenRequest: Equatable, Sendable {
  let name: String
  let attempt: UInt32
  let stream: UInt32
  let timeLeft: UInt32
}

extension RawPeer {
  func hello() throws { try send(.hello, head: Hello(Settings()).encoded()) }

  func request() throws -> SeenRequest {
    let frame = try receive(.request)
    let head = try unsafe RequestHead(decoding: frame.head.span.bytes)
    return SeenRequest(
      name: String(head.method.drop { $0 != "/" }.dropFirst()), attempt: head.attempt,
      stream: frame.header.stream, timeLeft: frame.header.aux)
  }

  func answer(_ request: SeenRequest, peer: String = "") throws {
    try send(
      .response, .end, stream: request.stream, body: RPCV1.SimpleResponse(peer: peer).encoded())
  }

  func fail(
    _ request: SeenRequest, _ code: StatusCode = .unavailable, _ message: String = "not now",
    retryAfter: UInt32 = 0
  ) throws {
    let head = ResponseHead(message: message, retryAfterMilliseconds: retryAfter)
    try send(
      .response, [.end, .noMessage], stream: request.stream, aux: code.rawValue,
      head: head.encoded())
  }

  func refuse(_ request: SeenRequest, _ code: StatusCode = .unavailable) throws {
    try send(.reset, .unprocessed, stream: request.stream, aux: code.rawValue)
  }

  /// Returns once the client has dealt with every frame before.
  func settle() throws {
    try send(.ping, body: [1, 2, 3, 4, 5, 6, 7, 8])
    _ = try receive(.ping)
  }
}
