import RPC
import Synchronization

/// Ids for traces and spans that begin here: SplitMix64 (Steele, Lea and Flood, 2014) from a random
/// seed. Every thread may ask, and none waits; no span's id comes twice from one process.
final class SpanIDs: Sendable {
  private let state: Atomic<UInt64>

  init(seed: UInt64 = .random(in: 0 ... .max)) { state = Atomic(seed) }

  /// The next number; any of them, zero included, once in 2^64.
  func next() -> UInt64 {
    let golden: UInt64 = 0x9e37_79b9_7f4a_7c15
    var number = state.wrappingAdd(golden, ordering: .relaxed).newValue
    number = (number ^ number >> 30) &* 0xbf58_476d_1ce4_e5b9
    number = (number ^ number >> 27) &* 0x94d0_49bb_1331_11eb
    return number ^ number >> 31
  }

  /// A new span: within the trace of `parent`, or, without one, the first of a trace that nobody
  /// samples.
  func span(in parent: TraceContext?) -> TraceContext {
    while true {
      let span = next()
      let context =
        parent.map { $0.child(span: span) }
        ?? TraceContext(trace: (next(), next()), span: span, isSampled: false)
      // Nil for an id of zero.
      if let context { return context }
    }
  }
}
