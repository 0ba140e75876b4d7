import Instrumentation
import RPC

/// What of a call can carry a trace: the envelope's own field, which instruments know as `traceparent`,
/// and metadata for everything else that they may want to send along.
struct CallCarrier: Sendable {
  var trace: TraceContext?
  var metadata: Metadata
}

/// Reads from a call.
struct CallExtractor: Extractor {
  func extract(key: String, from carrier: CallCarrier) -> String? {
    let key = key.lowercased()
    guard key != TraceContextPropagator.key else { return carrier.trace?.traceparent }
    return carrier.metadata.text(key)
  }
}

/// Writes to a call, over what a call before may have left there. The protocol's own keys are not an
/// instrument's to write, and what can be no key would fail the call.
struct CallInjector: Injector {
  func inject(_ value: String, forKey key: String, into carrier: inout CallCarrier) {
    let key = key.lowercased()
    if key == TraceContextPropagator.key {
      carrier.trace = TraceContext(traceparent: value)
    } else if !key.hasPrefix("cameo-"), Metadata.isKey(key) {
      carrier.metadata.entries.removeAll { $0.key == key }
      carrier.metadata.append(key, text: value)
    }
  }
}
