import CoreMetrics
import Logging
import RPC
import TLS

/// Tells logs and metrics what happens to a server. The metrics of calls are gRPC's (gRFC A66).
struct CallMetrics: ServerObserver {
  private let factory: any MetricsFactory
  private let logger: Logger
  private let accessLog: AccessLog?
  private let protection: ProtectionMetrics

  /// - Parameter accessLog: nil where no call has a line in the log.
  init(factory: any MetricsFactory, logger: Logger, accessLog: AccessLog? = nil) {
    self.factory = factory
    self.logger = logger
    self.accessLog = accessLog
    protection = ProtectionMetrics(factory, logger)
  }

  func recorder(forMethod path: String) -> any MethodRecorder {
    protection.know(path)
    return MethodMetrics(path, factory, accessLog)
  }

  func connected(_ peer: PeerIdentity) {
    logger.debug("connected", metadata: ["peer": "\(peer)"])
  }

  func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool) {
    let who = peer.map(\.uri) ?? "a peer that did not prove who it is"
    logger.log(
      level: isFault ? .notice : .debug, "disconnected",
      metadata: ["peer": "\(who)", "reason": "\(reason)"])
  }

  func handlerFailed(method: String, error: any Error) {
    logger.error("a handler failed", error: error, metadata: ["method": "\(method)"])
  }

  func refused(method: String, _ reason: Refusal) { protection.refused(method, reason) }

  func turnedAway(_ peer: PeerIdentity?, _ reason: ConnectionRefusal) {
    protection.turnedAway(peer, reason, at: .now)
  }

  func limitChanged(method: String, limit: Int) { protection.limitChanged(method, limit) }
}

/// The series of one method, found once, so that a call costs a few atomic additions and no memory.
private final class MethodMetrics: MethodRecorder {
  private let begun: Counter
  private let series: CallSeries
  private let accessLog: AccessLog?

  init(_ path: String, _ factory: any MetricsFactory, _ accessLog: AccessLog?) {
    let method = ("grpc.method", path)
    begun = Counter(label: "grpc.server.call.started", dimensions: [method], factory: factory)
    series = CallSeries("grpc.server.call", [method], factory)
    self.accessLog = accessLog
  }

  func started() {
    begun.increment(by: 1)
  }

  func ended(_ code: StatusCode, nanoseconds: Int64) {
    series.ended(code, nanoseconds: nanoseconds, totals: CallTotals())
  }

  func ended(
    _ call: CallContext, _ code: StatusCode, nanoseconds: Int64, totals: CallTotals
  ) {
    series.ended(code, nanoseconds: nanoseconds, totals: totals)
    accessLog?.ended(call, code, nanoseconds: nanoseconds, totals: totals)
  }
}
