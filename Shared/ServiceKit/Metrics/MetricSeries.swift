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

/// A number that rises and falls. Before its first value it has none, which is not 0: an alert on a
/// certificate's end would take that for the year 1970. NaN takes the value away again.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
  private let bits = Atomic<UInt64>(Double.nan.bitPattern)
  var kind: String { "gauge" }

  func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
  func set(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
  func record(_ value: Int64) { set(Double(value)) }
  func decrement(by amount: Double) { increment(by: -amount) }

  func increment(by amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let value = Double(bitPattern: old)
      let new = (value.isNaN ? amount : value + amount).bitPattern
      let (exchanged, now) = bits.compareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = now
    }
  }

  func write(name: String, labels: String, to text: inout String) {
    let value = Double(bitPattern: bits.load(ordering: .relaxed))
    guard !value.isNaN else { return }
    text += "\(name)\(PrometheusText.braced(labels)) \(PrometheusText.number(value))\n"
  }
}

/// How values spread: fixed buckets, so that recording is two atomic additions and no allocation.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
  /// Enough for any shape; what a shape does not need stays empty.
  private let buckets: [42 of Atomic<Int64>] = InlineArray { _ in Atomic(0) }
  private let sum = Atomic<Int64>(0)
  private let shape: HistogramShape
  var kind: String { "histogram" }

  init(_ shape: HistogramShape) { self.shape = shape }

  func recordNanoseconds(_ duration: Int64) { add(duration) }

  /// A value of a timer's shape counts as seconds, as timers do in the exposition.
  func record(_ value: Double) { add(Int64(clamping: value * shape.scale)) }

  func record(_ value: Int64) {
    if shape.scale == 1 { add(value) } else { record(Double(value)) }
  }

  private func add(_ value: Int64) {
    buckets[shape.bucket(of: value)].wrappingAdd(1, ordering: .relaxed)
    sum.wrappingAdd(value, ordering: .relaxed)
  }

  func write(name: String, labels: String, to text: inout String) {
    var count: Int64 = 0
    var lines = ""
    let separator = labels.isEmpty ? "" : ","
    for index in 0...shape.bounds.count {
      count += buckets[index].load(ordering: .relaxed)
      let bound = index < shape.bounds.count ? Double(shape.bounds[index]) / shape.scale : nil
      let limit = bound.map { PrometheusText.number($0) } ?? "+Inf"
      lines += "\(name)_bucket{\(labels)\(separator)le=\"\(limit)\"} \(count)\n"
    }
    guard count > 0 else { return }
    let total = PrometheusText.number(Double(sum.load(ordering: .relaxed)) / shape.scale)
    text += lines
    text += "\(name)_sum\(PrometheusText.braced(labels)) \(total)\n"
    text += "\(name)_count\(PrometheusText.braced(labels)) \(count)\n"
  }
}

extension Int64 {
  /// The nearest whole number there is; 0 for none.
  fileprivate init(clamping value: Double) {
    self = value.isNaN ? 0 : Int64(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
  }
}
