import Instrumentation
import RPC
import Tracing

/// Has calls carry the trace they are made in, and puts each, and each attempt at it, in a span where
/// there is a tracer.
struct ClientTracing: ClientInterceptor {
  let tracing: CallTracing

  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? {
    guard let tracer = tracing.tracer else {
      // Away from any trace, what a call inherited by its options stays.
      if let context = ServiceContext.current {
        var (trace, metadata) = (call.options.trace, call.options.metadata)
        tracing.inject(context, &trace, &metadata)
        (call.options.trace, call.options.metadata) = (trace, metadata)
      }
      return nil
    }
    let span = tracer.startSpan(
      CallTracing.name("Sent", call.method),
      context: ServiceContext.current ?? inherited(call.options), ofKind: .client)
    return TracedCall(tracing: tracing, tracer: tracer, span: span, method: call.method)
  }

  /// The context of the call that this one is made for, where the task does not have it.
  private func inherited(_ options: CallOptions) -> ServiceContext {
    var context = ServiceContext.topLevel
    tracing.instrument.extract(
      CallCarrier(trace: options.trace, metadata: options.metadata), into: &context,
      using: CallExtractor())
    return context
  }
}

/// A call's span, within which those of its attempts are.
private struct TracedCall: ClientCallObserver {
  let tracing: CallTracing
  let tracer: any Tracer
  let span: any Span
  let method: String

  func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)? {
    let span = tracer.startSpan(
      CallTracing.name("Attempt", method), context: self.span.context, ofKind: .client)
    let (number, isTransparent) = (attempt.number, attempt.isTransparentRetry)
    span.updateAttributes { attributes in
      attributes["previous-rpc-attempts"] = Int64(number)
      attributes["transparent-retry"] = isTransparent
    }
    tracing.inject(span.context, &attempt.trace, &attempt.metadata)
    return TracedAttempt(span: span)
  }

  func ended(_ outcome: CallOutcome) {
    span.setStatus(SpanStatus(outcome.code, outcome.message))
    span.end()
  }
}

private struct TracedAttempt: ClientAttemptObserver {
  let span: any Span

  func ended(_ outcome: CallOutcome) {
    span.setStatus(SpanStatus(outcome.code, outcome.message))
    span.end()
  }
}
