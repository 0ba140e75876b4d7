import Instrumentation
import Logging
import RPC

/// Puts the ids of the trace and the span that a line is written in on the line.
enum TraceMetadata {
  static let trace = "trace_id"
  static let span = "span_id"

  static let provider = Logger.MetadataProvider {
    guard let context = ServiceContext.current?.trace else { return [:] }
    return [trace: "\(context.traceID)", span: "\(context.spanID)"]
  }
}
