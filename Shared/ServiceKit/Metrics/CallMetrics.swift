import CoreMetrics
import Logging
import RPC
import Synchronization
import TLS

/// Tells logs and metrics what happens to a server.
struct CallMetrics: ServerObserver {
  let factory: any MetricsFactory
  let logger: Logger

  func recorder(forMethod path: String) -> any MethodRecorder {
    MethodMetrics(path, factory)
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

/// The counters of one method, found once, so that a call costs a few atomic additions and no memory.
private final class MethodMetrics: MethodRecorder {
  private let begun: Counter
  private let duration: CoreMetrics.Timer
  /// By the code's number: they are 0 to 16 without gaps.
  private let ended: [Counter]

  init(_ path: String, _ factory: any MetricsFactory) {
    let method = ("method", path)
    begun = Counter(label: "cameo_calls_started_total", dimensions: [method], factory: factory)
    duration = CoreMetrics.Timer(
      label: "cameo_call_seconds", dimensions: [method], factory: factory)
    ended = StatusCode.allCases.map { code in
      Counter(
        label: "cameo_calls_ended_total", dimensions: [method, ("code", code.name)],
        factory: factory)
    }
  }

  func started() {
    begun.increment(by: 1)
  }

  func ended(_ code: StatusCode, nanoseconds: Int64) {
    duration.recordNanoseconds(nanoseconds)
    ended[Int(code.rawValue)].increment(by: 1)
  }
}
