public import CoreMetrics
import Synchronization

/// swift-metrics' end in a service: keeps every series and writes them out for Prometheus.
///
/// Making a metric takes a lock and is done once; using it is an atomic addition. A series appears with
/// its first value, and a gauge that is set to NaN is absent until it has one again. Timers are
/// histograms in seconds; so are recorders that aggregate, but for those whose label ends in `size`,
/// which count bytes. Labels of OpenTelemetry's form lose their dots and get its endings:
/// `grpc.server.call.duration` is `grpc_server_call_duration_seconds`.
public final class PrometheusRegistry: MetricsFactory {
  private struct Key: Hashable {
    var name: String
    var labels: String
  }

  private let series = Mutex<[Key: any MetricSeries]>([:])
  private let collectors = Mutex<[@Sendable () -> Void]>([])

  /// An empty registry.
  public init() {}

  /// Has `collect` called before each exposition, to bring gauges up to date that nobody sets otherwise.
  public func beforeExposition(_ collect: @escaping @Sendable () -> Void) {
    collectors.withLock { $0.append(collect) }
  }

  /// All series in Prometheus's text format.
  public func exposition() -> String {
    for collect in collectors.withLock({ $0 }) { collect() }
    let all = series.withLock { $0 }.sorted {
      ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels)
    }
    var text = ""
    var last = ""
    for (key, series) in all {
      var lines = ""
      series.write(name: key.name, labels: key.labels, to: &lines)
      guard !lines.isEmpty else { continue }
      if key.name != last { text += "# TYPE \(key.name) \(series.kind)\n" }
      last = key.name
      text += lines
    }
    return text
  }

  /// The series of that name and those labels. One that was made as another kind is not found again:
  /// two kinds under one name would make the whole exposition unreadable.
  private func find<Series: MetricSeries>(
    _ name: String, _ dimensions: [(String, String)], _ make: () -> Series
  ) -> Series {
    let key = Key(name: name, labels: PrometheusText.labels(dimensions))
    return series.withLock { all in
      if let found = all[key] as? Series { return found }
      let made = make()
      if all[key] == nil { all[key] = made }
      return made
    }
  }

  private func forget(_ handler: AnyObject) {
    series.withLock { all in all = all.filter { $0.value !== handler } }
  }

  private func histogram(
    _ label: String, _ dimensions: [(String, String)], _ shape: HistogramShape
  ) -> HistogramSeries {
    find(PrometheusText.name(label, ending: shape.unit), dimensions) { HistogramSeries(shape) }
  }

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    find(PrometheusText.name(label, ending: "total"), dimensions) { CounterSeries() }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    find(PrometheusText.name(label), dimensions) { GaugeSeries() }
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool)
    -> any RecorderHandler
  {
    guard aggregate else { return find(PrometheusText.name(label), dimensions) { GaugeSeries() } }
    return histogram(label, dimensions, label.hasSuffix("size") ? .bytes : .seconds)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label, dimensions, .seconds)
  }

  public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
  public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }
}
