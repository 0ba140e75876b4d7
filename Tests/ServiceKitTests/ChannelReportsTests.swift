import Logging
import RPC
import Runtime
import Synchronization
import Testing

@testable import ServiceKit

@Suite struct ChannelReportsTests {
  @Test func `what costs calls is a warning and is counted, what comes and goes is not`() throws {
    let registry = PrometheusRegistry()
    let lines = Lines()
    let logger = Logger(label: "test") { _ in lines }
    let reports = ChannelReports(service: "profile", logger: logger, metrics: registry)
    let replica = try SocketAddress(host: "127.0.0.1", port: 7101)
    let refused = RPCError(.unavailable, "refused")
    reports.changed(replica, to: .connecting)
    reports.changed(replica, to: .ready)
    reports.isolated(replica, for: .seconds(1), because: "it fails")
    reports.returned(replica)
    reports.changed(replica, to: .failing(refused))
    reports.unreachable(refused)
    reports.resolutionFailed("srv:x.example", refused)
    reports.resolved("srv:x.example", [[replica], [replica]])
    #expect(lines.warnings == ["replica", "unreachable", "look-up failed"])
    let text = registry.exposition()
    for name in ["isolations", "connection_failures", "lookup_failures"] {
      #expect(text.contains("cameo_channel_\(name)_total{service=\"profile\"} 1\n"))
    }
  }

  @Test(arguments: ["nonsense", "srv:", "127.0.0.1:0", "a:1,,b:2"])
  func `a target that names nothing is refused when the channel is made`(target: String) {
    #expect(throws: RPCError.self) { try Target(target) }
  }
}

/// Keeps the messages of warnings.
private final class Lines: LogHandler {
  private let state = Mutex<[String]>([])

  var warnings: [String] { state.withLock { $0 } }
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    if event.level == .warning { state.withLock { $0.append("\(event.message)") } }
  }
}
