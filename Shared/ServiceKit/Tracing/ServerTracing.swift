import Instrumentation
import RPC
import Tracing

/// Has every handler run within the trace that its call came with, as `ServiceContext.current`, and in a
/// span where there is a tracer.
struct ServerTracing: ServerInterceptor {
  let tracing: CallTracing

  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws {
    let context = tracing.context(of: call)
    if let tracer = tracing.tracer {
      return try await trace(call, context, by: tracer, next)
    }
    call.trace = context.trace
    try await ServiceContext.withValue(context) { try await next(call) }
  }

  private func trace(
    _ call: CallContext, _ context: ServiceContext, by tracer: any Tracer,
    _ next: (CallContext) async throws -> Void
  ) async throws {
    let span = tracer.startSpan(
      CallTracing.name("Recv", call.method), context: context, ofKind: .server)
    defer { span.end() }
    call.trace = trace(of: span)
    do {
      try await ServiceContext.withValue(span.context) { try await next(call) }
      span.setStatus(SpanStatus(.ok, ""))
    } catch {
      span.setStatus(Self.status(of: error, call))
      throw error
    }
  }

  /// The span as others will see it, for the logs; nil where the tracer has a form of its own.
  private func trace(of span: any Span) -> TraceContext? {
    var trace: TraceContext?
    var metadata = Metadata()
    tracing.inject(span.context, &trace, &metadata)
    return trace
  }

  private static func status(of error: any Error, _ call: CallContext) -> SpanStatus {
    if let error = error as? RPCError { return SpanStatus(error.code, error.message) }
    guard error is CancellationError else { return SpanStatus(.internal, "the handler failed") }
    return SpanStatus(call.remainingTime == .zero ? .deadlineExceeded : .cancelled, "")
  }
}
