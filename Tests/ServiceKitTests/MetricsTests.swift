import CoreMetrics
import Logging
import Messages
import RPC
import TestKit
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
    #expect(text.contains("t_bucket{\(labels),le=\"5e-05\"} 3\n"))
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

  @Test func `a gauge without a value is absent, and 0 is one`() {
    let registry = PrometheusRegistry()
    let meter = Meter(label: "x", factory: registry)
    let recorder = Gauge(label: "y", factory: registry)
    #expect(registry.exposition() == "")
    meter.set(0)
    recorder.record(0)
    #expect(
      registry.exposition() == "# TYPE x gauge\nx 0\n# TYPE y gauge\ny 0\n")
    meter.set(Double.nan)
    #expect(!registry.exposition().contains("x"))
    meter.increment(by: 2)
    #expect(registry.exposition().contains("x 2\n"))
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

  @Test func `labels of OpenTelemetry's form get Prometheus's endings`() {
    let registry = PrometheusRegistry()
    Counter(label: "a.started", factory: registry).increment()
    CoreMetrics.Timer(label: "a.duration", factory: registry).recordNanoseconds(1)
    Recorder(label: "a.message_size", factory: registry).record(1)
    let text = registry.exposition()
    #expect(text.contains("a_started_total 1\n"))
    #expect(text.contains("a_duration_seconds_count 1\n"))
    #expect(text.contains("a_message_size_bytes_count 1\n"))
  }

  @Test func `sizes are counted in bytes, between gRPC's bounds`() {
    let registry = PrometheusRegistry()
    let recorder = Recorder(label: "x.size", factory: registry)
    for size in [0, 1, 1024, 1025, 5_000_000_000] { recorder.record(size) }
    let text = registry.exposition()
    for (bound, count) in [("0", 1), ("1024", 3), ("2048", 4), ("4294967296", 4), ("+Inf", 5)] {
      #expect(text.contains("x_size_bytes_bucket{le=\"\(bound)\"} \(count)\n"))
    }
    #expect(text.contains("x_size_bytes_sum 5000002050\n"))
  }

  @Test func `a value's bucket is that of the first bound it does not exceed`() {
    for shape in [HistogramShape.seconds, .bytes] {
      #expect(shape.bounds == shape.bounds.sorted())
      #expect(shape.bounds.count < 42)
      for value in shape.bounds.flatMap({ [$0 - 1, $0, $0 + 1] }) + [.min, .max] {
        let expected = shape.bounds.firstIndex { value <= $0 } ?? shape.bounds.count
        #expect(shape.bucket(of: value) == expected)
      }
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300])
  func `no number brings a histogram down`(value: Double) {
    let registry = PrometheusRegistry()
    Recorder(label: "x", factory: registry).record(value)
    #expect(registry.exposition().contains("x_count 1\n"))
  }

  @Test func `a server's call is counted when it begins and by its status when it ends`() throws {
    let registry = PrometheusRegistry()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let recorder = CallMetrics(factory: registry, logger: logger)
      .recorder(forMethod: "cameo.x.v1.X/Get")
    recorder.started()
    var totals = CallTotals()
    totals.sentBytes = 3000
    totals.receivedBytes = 10
    recorder.ended(try Samples.call(), .notFound, nanoseconds: 30_000, totals: totals)
    let text = registry.exposition()
    let method = "grpc_method=\"cameo.x.v1.X/Get\""
    let labels = "\(method),grpc_status=\"NOT_FOUND\""
    #expect(text.contains("grpc_server_call_started_total{\(method)} 1\n"))
    #expect(text.contains("grpc_server_call_duration_seconds_count{\(labels)} 1\n"))
    #expect(
      text.contains("grpc_server_call_sent_total_compressed_message_size_bytes_sum{\(labels)} 3000")
    )
    #expect(
      text.contains("grpc_server_call_rcvd_total_compressed_message_size_bytes_sum{\(labels)} 10\n")
    )
    #expect(!text.contains("grpc_status=\"OK\""))
  }

  @Test func `a client's calls and their attempts are counted apart`() async throws {
    let registry = PrometheusRegistry()
    let metrics = ClientMetrics(registry)
    try await Loopback.with([TestService()], clientInterceptors: [metrics]) { loopback in
      let client = TestServiceClient(loopback.channel)
      for _ in 0..<3 { _ = try await client.unaryCall(RPCV1.SimpleRequest(payload: [1, 2])) }
      await #expect(throws: RPCError.self) {
        try await client.unaryCall(RPCV1.SimpleRequest(responseStatus: .init(code: 5)))
      }
      let text = registry.exposition()
      let labels = "grpc_method=\"cameo.rpc.v1.TestService/UnaryCall\""
      let target = "grpc_target=\"\(loopback.address)\""
      let ok = "\(labels),grpc_status=\"OK\",\(target)"
      let lost = "\(labels),grpc_status=\"NOT_FOUND\",\(target)"
      #expect(text.contains("grpc_client_attempt_started_total{\(labels),\(target)} 4\n"))
      #expect(text.contains("grpc_client_attempt_duration_seconds_count{\(ok)} 3\n"))
      #expect(text.contains("grpc_client_attempt_duration_seconds_count{\(lost)} 1\n"))
      #expect(text.contains("grpc_client_call_duration_seconds_count{\(ok)} 3\n"))
      #expect(text.contains("grpc_client_call_duration_seconds_count{\(lost)} 1\n"))
      let sent = "grpc_client_attempt_sent_total_compressed_message_size_bytes_sum"
      #expect(text.contains("\(sent){\(ok)} 12\n"))
    }
  }
}
