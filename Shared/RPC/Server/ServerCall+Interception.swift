internal import Messages
internal import Runtime
internal import Wire

/// What a call holds while interceptors run around its handler.
final class Interception {
  /// The interceptors have not all returned.
  var isUnderWay = true
  /// Sends the handler's answer; nil as long as there is none.
  var answer: (() -> Void)?
  let passage = InterceptorPassage()
}

extension ServerCall {
  /// The handler with the interceptors around it.
  func intercepted(
    by interceptors: ServerInterceptors, _ handler: @escaping ServedCall.Handler
  ) -> ServedCall.Handler {
    let interception = Interception()
    self.interception = interception
    return { [passage = interception.passage] served in
      let call = served.call
      try await interceptors.run(served.context, passage) { context in
        try await call.serve(context, handler)
      }
      call.release()
    }
  }

  /// The handler, on the call's loop wherever an interceptor, which may be an actor, goes on from.
  private func serve(_ context: CallContext, _ handler: ServedCall.Handler) async throws {
    guard loop.isCurrent else {
      return try await withTaskExecutorPreference(loop) { try await serve(context, handler) }
    }
    try await handler(ServedCall(call: self, context: context))
  }

  /// The interceptors are done: the answer goes.
  private func release() {
    guard let interception else { return }
    interception.isUnderWay = false
    guard let answer = interception.answer.take() else {
      return fail(RPCError(.internal, "an interceptor ended \(route.path) without an answer"))
    }
    answer()
  }

  /// Tells the interceptors how the call has ended.
  func tell(_ interceptors: ServerInterceptors, _ code: StatusCode, _ message: String) {
    // A call that failed before it had a handler never came to them.
    guard let interception else { return }
    interception.answer = nil
    // Nor did one that was over before its handler's turn.
    let entered = interception.passage.end()
    guard entered > 0 else { return }
    let context = CallContext(state)
    interceptors.ended(
      entered, context,
      CallOutcome(
        code, message: message, nanoseconds: MonotonicClock.now - started, totals: totals,
        initialMetadata: context.initialMetadata, trailingMetadata: context.trailingMetadata))
  }
}

/// A server's interceptors, outermost first. There is at least one: without any, routes have none of
/// these.
final class ServerInterceptors: Sendable {
  private let all: [any ServerInterceptor]

  init?(_ all: [any ServerInterceptor]) {
    guard !all.isEmpty else { return nil }
    self.all = all
  }

  func run(
    _ call: CallContext, _ passage: InterceptorPassage,
    _ handler: (CallContext) async throws -> Void
  ) async throws { try await run(0, call, passage, handler) }

  private func run(
    _ index: Int, _ call: CallContext, _ passage: InterceptorPassage,
    _ handler: (CallContext) async throws -> Void
  ) async throws {
    guard passage.enter(index) else { throw RPCError(.cancelled, "the call is over") }
    guard index < all.count else { return try await handler(call) }
    try await all[index].intercept(call) { try await run(index + 1, $0, passage, handler) }
  }

  /// Tells those that the call came to, `count` of them, the last first.
  func ended(_ count: Int, _ call: CallContext, _ outcome: CallOutcome) {
    for interceptor in all.prefix(count).reversed() { interceptor.ended(call, outcome) }
  }
}
