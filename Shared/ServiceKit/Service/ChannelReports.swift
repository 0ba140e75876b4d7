import CoreMetrics
import Logging
import RPC
import Runtime

/// What becomes of the replicas of a service that this one calls, in its log and its metrics.
///
/// A replica that comes and goes is no news for the log of a day: those lines are for `debug` and
/// `info`. What costs calls, or soon may, is a warning.
struct ChannelReports: ChannelObserver {
  private let service: String
  private let logger: Logger
  private let isolations: Counter
  private let failures: Counter
  private let lookUpFailures: Counter

  init(service: String, logger: Logger, metrics: any MetricsFactory) {
    self.service = service
    var logger = logger
    logger[metadataKey: "service"] = "\(service)"
    self.logger = logger
    func counter(_ label: String) -> Counter {
      Counter(label: label, dimensions: [("service", service)], factory: metrics)
    }
    isolations = counter("cameo_channel_isolations_total")
    failures = counter("cameo_channel_connection_failures_total")
    lookUpFailures = counter("cameo_channel_lookup_failures_total")
  }

  func resolved(_ target: String, _ replicas: [[SocketAddress]]) {
    let groups = replicas.map { $0.map(\.description).joined(separator: ",") }
    logger.info(
      "resolved",
      metadata: ["target": "\(target)", "replicas": "\(groups.joined(separator: " then "))"])
  }

  func resolutionFailed(_ target: String, _ error: RPCError) {
    lookUpFailures.increment()
    logger.warning("look-up failed", metadata: ["target": "\(target)", "reason": "\(error)"])
  }

  func changed(_ replica: SocketAddress, to state: ReplicaState) {
    switch state {
    case .idle, .connecting: log(.debug, replica, "\(state)")
    case .ready, .removed: log(.info, replica, "\(state)")
    case .failing(let error):
      failures.increment()
      log(.info, replica, "failing", because: "\(error)")
    }
  }

  func isolated(_ replica: SocketAddress, for time: Duration, because reason: String) {
    isolations.increment()
    log(.warning, replica, "isolated for \(time)", because: reason)
  }

  func returned(_ replica: SocketAddress) { log(.info, replica, "no longer isolated") }

  func unreachable(_ error: RPCError) {
    logger.warning("unreachable", metadata: ["reason": "\(error)"])
  }

  private func log(
    _ level: Logger.Level, _ replica: SocketAddress, _ state: String, because reason: String? = nil
  ) {
    var metadata: Logger.Metadata = ["replica": "\(replica)", "state": "\(state)"]
    if let reason { metadata["reason"] = "\(reason)" }
    logger.log(level: level, "replica", metadata: metadata)
  }
}
