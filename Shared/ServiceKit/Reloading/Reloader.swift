import CoreMetrics
import Logging

/// Keeps a service's policy and certificates as their files say, without a restart; says in the log and in
/// its metrics where it could not.
final class Reloader: Sendable {
  private let parts: [(part: Reloadable, metrics: ReloadMetrics)]
  private let logger: Logger

  init(_ parts: [Reloadable], logger: Logger, metrics: any MetricsFactory) {
    self.parts = parts.map { ($0, ReloadMetrics($0.name, metrics)) }
    self.logger = logger
  }

  /// Reads what has changed since the last time; all of it where it is `forced` to.
  func check(forced: Bool = false) {
    for (part, metrics) in parts {
      switch part.check(forced: forced) {
      case .unchanged: break
      case .loaded:
        metrics.loaded()
        logger.notice("reloaded", metadata: ["what": "\(part.name)"])
      case .failed(let error):
        metrics.failed()
        logger.error(
          "not reloaded: what was in force stays", error: error, metadata: ["what": "\(part.name)"])
      }
    }
  }
}

/// `cameo_reloads_total` by outcome, and `cameo_reload_failing`: 1 where the files could not be read, and
/// what is in force is older than they are.
private struct ReloadMetrics: Sendable {
  private let successes: Counter
  private let failures: Counter
  private let failing: Meter

  init(_ name: String, _ factory: any MetricsFactory) {
    func counter(_ result: String) -> Counter {
      Counter(
        label: "cameo_reloads_total", dimensions: [("what", name), ("result", result)],
        factory: factory)
    }
    successes = counter("loaded")
    failures = counter("failed")
    failing = Meter(label: "cameo_reload_failing", dimensions: [("what", name)], factory: factory)
    failing.set(0)
  }

  func loaded() {
    successes.increment()
    failing.set(0)
  }

  func failed() {
    failures.increment()
    failing.set(1)
  }
}
