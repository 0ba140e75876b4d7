import CoreMetrics
import Logging
import RPC
import TLS

/// Tells logs and metrics what happens to a server. The metrics are gRPC's (gRFC A66).
struct CallMetrics: ServerObserver {
  let factory: any MetricsFactory
  let logger: Logger
  /// Nil where no call has a line in the log.
  var accessLog: AccessLog?

  func recorder(forMethod path: String) -> any MethodRecorder {
    MethodMetrics(path, factory, accessLog)
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
