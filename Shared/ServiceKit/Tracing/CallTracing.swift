import Instrumentation
import RPC
import Tracing

/// How a service's calls are traced, by whatever swift-distributed-tracing has been given: an
/// instrument that passes contexts on, and a tracer, if it is one, that records spans.
///
/// Spans are named as gRPC's (gRFC A72): `Recv.SERVICE.METHOD` here, `Sent.` and, for each attempt,
/// `Attempt.` on the side of the client.
struct CallTracing: Sendable {
  let instrument: any Instrument
  let tracer: (any Tracer)?
  /// Set where the instrument is our own: then no text is made and read again on the way.
  let propagator: TraceContextPropagator?

  /// Nil for an instrument that does nothing: then nothing need be done for it.
  init?(_ instrument: any Instrument, tracer: (any Tracer)? = nil) {
    guard !(instrument is NoOpInstrument) else { return nil }
    self.instrument = instrument
    self.tracer = tracer ?? instrument as? any Tracer
    propagator = instrument as? TraceContextPropagator
  }

  /// What the process has been given; nil for nothing.
  static var bootstrapped: CallTracing? {
    let tracer = InstrumentationSystem.tracer
    return CallTracing(
      InstrumentationSystem.instrument, tracer: tracer is NoOpTracer ? nil : tracer)
  }

  /// The context that a call came with.
  func context(of call: CallContext) -> ServiceContext {
    var context = ServiceContext.topLevel
    if let propagator {
      context.trace = propagator.span(in: call.trace)
    } else {
      instrument.extract(
        CallCarrier(trace: call.trace, metadata: call.metadata), into: &context,
        using: CallExtractor())
    }
    return context
  }

  /// Has a context go along with a call.
  func inject(
    _ context: ServiceContext, _ trace: inout TraceContext?, _ metadata: inout Metadata
  ) {
    guard propagator == nil else {
      if let own = context.trace { trace = own }
      return
    }
    var carrier = CallCarrier(trace: trace, metadata: metadata)
    instrument.inject(context, into: &carrier, using: CallInjector())
    trace = carrier.trace
    metadata = carrier.metadata
  }

  /// `Recv` and `a.b.Service/Method` make `Recv.a.b.Service.Method`.
  static func name(_ kind: String, _ method: String) -> String {
    "\(kind).\(String(method.map { $0 == "/" ? "." : $0 }))"
  }
}

extension SpanStatus {
  /// A call's status as A72 has it: all but OK is an error, described by the code's name and the text.
  init(_ code: StatusCode, _ message: String) {
    guard code != .ok else {
      self.init(code: .ok)
      return
    }
    self.init(code: .error, message: message.isEmpty ? code.name : "\(code.name), \(message)")
  }
}
