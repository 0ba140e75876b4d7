import CoreMetrics
import Synchronization

/// One line, or one group of lines, of the exposition.
protocol MetricSeries: AnyObject, Sendable {
  /// `counter`, `gauge` or `histogram`.
  var kind: String { get }
  /// Appends the series' lines; nothing as long as it has no value.
  func write(name: String, labels: String, to text: inout String)
}

/// A number that only rises.
final class CounterSeries: MetricSeries, CounterHandler {
  private let value = Atomic<Int64>(0)
  var kind: String { "counter" }

  func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { value.store(0, ordering: .relaxed) }

  func write(name: String, labels: String, to text: inout String) {
    let value = value.load(ordering: .relaxed)
    if value > 0 { text += "\(name)\(PrometheusText.braced(labels)) \(value)\n" }
  }
}

/// A number that rises and falls.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
  private let bits = Atomic<UInt64>(0)
  var kind: String { "gauge" }

  func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
  func set(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
  func record(_ value: Int64) { set(Double(value)) }
  func decrement(by amount: Double) { increment(by: -amount) }

  func increment(by amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, now) = bits.compareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = now
    }
  }

  func write(name: String, labels: String, to text: inout String) {
    let value = Double(bitPattern: bits.load(ordering: .relaxed))
    text += "\(name)\(PrometheusText.braced(labels)) \(PrometheusText.number(value))\n"
  }
}

/// How values spread: fixed buckets, so that recording is two atomic additions and no allocation.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
  /// Upper bounds in nanoseconds, 10 us to 10 s; the last bucket has none.
  private static let bounds: [20 of Int64] = [
    10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
    10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000,
    2_500_000_000, 5_000_000_000, 10_000_000_000, .max,
  ]

  private let buckets: [20 of Atomic<Int64>] = InlineArray { _ in Atomic(0) }
  private let sum = Atomic<Int64>(0)
  var kind: String { "histogram" }

  func recordNanoseconds(_ duration: Int64) {
    var index = 0
    while HistogramSeries.bounds[index] < duration { index += 1 }
    buckets[index].wrappingAdd(1, ordering: .relaxed)
    sum.wrappingAdd(duration, ordering: .relaxed)
  }

  /// A recorded value counts as seconds, as timers do in the exposition.
  func record(_ value: Double) { recordNanoseconds(Int64(value * 1e9)) }
  func record(_ value: Int64) { record(Double(value)) }

  func write(name: String, labels: String, to text: inout String) {
    var count: Int64 = 0
    var lines = ""
    let separator = labels.isEmpty ? "" : ","
    for index in HistogramSeries.bounds.indices {
      count += buckets[index].load(ordering: .relaxed)
      let bound = HistogramSeries.bounds[index]
      let limit = bound == .max ? "+Inf" : PrometheusText.number(Double(bound) / 1e9)
      lines += "\(name)_bucket{\(labels)\(separator)le=\"\(limit)\"} \(count)\n"
    }
    guard count > 0 else { return }
    let total = PrometheusText.number(Double(sum.load(ordering: .relaxed)) / 1e9)
    text += lines
    text += "\(name)_sum\(PrometheusText.braced(labels)) \(total)\n"
    text += "\(name)_count\(PrometheusText.braced(labels)) \(count)\n"
  }
}
