import Logging
import RPC
import TLS
import Testing

@testable import ServiceKit

@Suite struct ProtectionMetricsTests {
  private let registry = PrometheusRegistry()
  private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  @Test func `refused calls are counted by method and reason, unknown methods as one`() {
    let metrics = CallMetrics(factory: registry, logger: quiet)
    for path in ["x.X/Get", "other"] { _ = metrics.recorder(forMethod: path) }
    #expect(registry.exposition().isEmpty)
    for _ in 0..<3 { metrics.refused(method: "x.X/Get", .overload) }
    metrics.refused(method: "x.X/Get", .deadlinePassed)
    for path in ["x.X/Gte", "y.Y/Get"] { metrics.refused(method: path, .memory) }
    #expect(
      registry.exposition() == """
        # TYPE cameo_server_refused_total counter
        cameo_server_refused_total{grpc_method="other",reason="memory"} 2
        cameo_server_refused_total{grpc_method="x.X/Get",reason="deadline_passed"} 1
        cameo_server_refused_total{grpc_method="x.X/Get",reason="overload"} 3

        """)
  }

  @Test func `a method's limit is a gauge, one of no method nothing`() {
    let metrics = CallMetrics(factory: registry, logger: quiet)
    _ = metrics.recorder(forMethod: "x.X/Get")
    for limit in [900, 40] { metrics.limitChanged(method: "x.X/Get", limit: limit) }
    metrics.limitChanged(method: "x.X/Gte", limit: 1)
    let text = registry.exposition()
    #expect(text.contains("\ncameo_server_concurrency_limit{grpc_method=\"x.X/Get\"} 40\n"))
    #expect(!text.contains("Gte"))
  }

  @Test func `connections turned away are all counted, but do not all have a warning`() throws {
    let written = Written()
    let output = LogOutput { written.add($0) }
    let logger = Logger(label: "test") { _ in
      ServiceLogHandler(
        service: "profile", format: .text, output: output, clock: { 0 }, logLevel: .info)
    }
    let metrics = ProtectionMetrics(registry, logger)
    let start = ContinuousClock.now
    let peer = PeerIdentity(uri: "spiffe://cameo.local/client/agent")
    for second in [0, 1, 9, 10] {
      metrics.turnedAway(peer, .connectionsOfIdentity, at: start + .seconds(second))
    }
    metrics.turnedAway(nil, .connections, at: start)
    output.flush()
    let text = registry.exposition()
    let name = "cameo_server_connections_refused_total"
    #expect(text.contains("\(name){reason=\"connections_of_identity\"} 4\n"))
    #expect(text.contains("\(name){reason=\"connections\"} 1\n"))
    let lines = written.text.split(separator: "\n").map { $0.split(separator: "away ").last }
    let who = "peer=spiffe://cameo.local/client/agent reason=connections_of_identity"
    #expect(
      lines == [
        "\(who)", "more_since_the_last_line=2 \(who)", "reason=connections",
      ])
    #expect(written.text.contains(" warning profile: "))
  }
}
