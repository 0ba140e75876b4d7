public import Instrumentation
public import RPC

/// Carries traces through a service that records none itself: W3C Trace Context, level 1
/// (https://www.w3.org/TR/trace-context-1/), as an `Instrument` for swift-distributed-tracing.
///
/// Every call that comes in gets a span's id of its own, within the trace that it came with, whose
/// sampled flag it keeps; what comes without a trace, or with a malformed one, begins a new one. So one
/// id stands in the logs of all services that a request passes, whether anybody records spans or not.
public struct TraceContextPropagator: Instrument {
  static let key = "traceparent"

  private let ids: SpanIDs

  public init() { ids = SpanIDs() }

  init(ids: SpanIDs) { self.ids = ids }

  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {
    let text = extractor.extract(key: Self.key, from: carrier)
    context.trace = span(in: text.flatMap { TraceContext(traceparent: $0) })
  }

  public func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {
    guard let trace = context.trace else { return }
    injector.inject(trace.traceparent, forKey: Self.key, into: &carrier)
  }

  /// A span of this process's own.
  func span(in parent: TraceContext?) -> TraceContext { ids.span(in: parent) }
}

extension ServiceContext {
  private enum TraceKey: ServiceContextKey { typealias Value = TraceContext }

  /// The span that the code running now is part of, as ``TraceContextPropagator`` found or made it.
  public var trace: TraceContext? {
    get { self[TraceKey.self] }
    set { self[TraceKey.self] = newValue }
  }
}
