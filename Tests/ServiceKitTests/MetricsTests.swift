import CoreMetrics
import Logging
import RPC
import Testing

@testable import ServiceKit

@Suite struct MetricsTests {
  @Test func `counters and gauges stand in order, with their type once`() {
    let registry = PrometheusRegistry()
    for code in ["OK", "CANCELLED"] {
      Counter(label: "calls.total", dimensions: [("code", code)], factory: registry)
        .increment(by: 2)
    }
    Meter(label: "a gauge", factory: registry).set(1.5)
    #expect(
      registry.exposition() == """
        # TYPE a_gauge gauge
        a_gauge 1.5
        # TYPE calls_total counter
        calls_total{code="CANCELLED"} 2
        calls_total{code="OK"} 2

        """)
  }

  @Test func `the same name and labels are the same series`() {
    let registry = PrometheusRegistry()
    for _ in 0..<3 {
      Counter(label: "x", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
      Counter(label: "x", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
    }
    #expect(registry.exposition().contains("x{a=\"1\",b=\"2\"} 6\n"))
  }

  @Test func `a histogram counts each value in its bucket and all above`() {
    let registry = PrometheusRegistry()
    let timer = CoreMetrics.Timer(
      label: "t", dimensions: [("m", "\"q\"\n")], factory: registry)
    for nanoseconds in [Int64(1), 10_000, 10_001, 20_000_000_000] {
      timer.recordNanoseconds(nanoseconds)
    }
    let text = registry.exposition()
    let labels = #"m="\"q\"\n""#
    #expect(text.contains("t_bucket{\(labels),le=\"1e-05\"} 2\n"))
    #expect(text.contains("t_bucket{\(labels),le=\"2.5e-05\"} 3\n"))
    #expect(text.contains("t_bucket{\(labels),le=\"10\"} 3\n"))
    #expect(text.contains("t_bucket{\(labels),le=\"+Inf\"} 4\n"))
    #expect(text.contains("t_count{\(labels)} 4\n"))
    #expect(text.contains("t_sum{\(labels)} 20.00002"))
  }

  @Test func `what was never used is not shown`() {
    let registry = PrometheusRegistry()
    _ = Counter(label: "unused", factory: registry)
    _ = CoreMetrics.Timer(label: "unused.too", factory: registry)
    #expect(registry.exposition().isEmpty)
  }

  @Test func `one name does not become two kinds`() {
    let registry = PrometheusRegistry()
    Counter(label: "x", factory: registry).increment()
    Meter(label: "x", factory: registry).set(7)
    #expect(registry.exposition() == "# TYPE x counter\nx 1\n")
  }

  @Test func `a destroyed metric is gone`() {
    let registry = PrometheusRegistry()
    let counter = Counter(label: "x", factory: registry)
    counter.increment()
    counter.destroy()
    #expect(registry.exposition().isEmpty)
  }

  @Test func `a gauge can be counted up and down from many tasks`() async {
    let registry = PrometheusRegistry()
    let meter = Meter(label: "x", factory: registry)
    await withDiscardingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<100 {
            meter.increment(by: 2)
            meter.decrement(by: 1)
          }
        }
      }
    }
    #expect(registry.exposition().contains("x 800\n"))
  }

  @Test func `a call is counted when it begins and by its status when it ends`() {
    let registry = PrometheusRegistry()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let recorder = CallMetrics(factory: registry, logger: logger)
      .recorder(forMethod: "cameo.x.v1.X/Get")
    recorder.started()
    recorder.ended(.notFound, nanoseconds: 30_000)
    let text = registry.exposition()
    #expect(text.contains("cameo_calls_started_total{method=\"cameo.x.v1.X/Get\"} 1\n"))
    #expect(
      text.contains("cameo_calls_ended_total{code=\"NOT_FOUND\",method=\"cameo.x.v1.X/Get\"} 1\n"))
    #expect(text.contains("cameo_call_seconds_count{method=\"cameo.x.v1.X/Get\"} 1\n"))
    #expect(!text.contains("code=\"OK\""))
  }
}
