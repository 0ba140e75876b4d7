/// Code that a server runs around the handlers of all its methods: it sees each call before the
/// handler does and its answer before the client does, and may change or refuse either.
///
/// A server's interceptors are given to it in order: the first is outermost. It is entered first, and
/// is the last that may change the answer. The messages themselves pass by unseen; they are counted
/// in the outcome.
///
/// Health and reflection are calls like any other. Calls of methods that the server does not have,
/// and requests that cannot be read, never come here; a ``MethodRecorder`` hears of those too.
public protocol ServerInterceptor: Sendable {
  /// Runs around the handler, in its task and on its loop, and must not block it.
  ///
  /// `next` runs the interceptors that follow and then the handler, and throws what they throw. Pass on
  /// the call with other metadata, bind task-local values around `next`, add metadata to the answer
  /// before it returns or after, throw an `RPCError` before it to refuse the call, or instead of its
  /// error to answer otherwise. The answer leaves once all interceptors have returned; the messages of
  /// a streamed one leave as they are written.
  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws

  /// The call has its outcome, on its loop: with a deadline or a cancellation maybe while `intercept`
  /// still waits for the handler. Called once for each call that came to this interceptor's `intercept`,
  /// and for no other; the last interceptor's first. Once it has been called, `next` throws CANCELLED
  /// instead of going on to those that follow.
  func ended(_ call: CallContext, _ outcome: CallOutcome)
}

extension ServerInterceptor {
  public func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws { try await next(call) }

  public func ended(_ call: CallContext, _ outcome: CallOutcome) {}
}
