import CoreMetrics
import Storage
import Synchronization

/// How far each consumer of the change log is behind, and what became of the log.
final class ChangeMetrics: Sendable {
  private let factory: any MetricsFactory
  private let age: Meter
  private let compacted: Counter
  private let dropped: Counter
  private let consumers = Mutex<[String: (entries: Meter, seconds: Meter)]>([:])

  init(_ factory: any MetricsFactory) {
    self.factory = factory
    age = Meter(label: "cameo_changes_oldest_seconds", factory: factory)
    compacted = Counter(label: "cameo_changes_compacted_total", factory: factory)
    dropped = Counter(label: "cameo_change_consumers_dropped_total", factory: factory)
  }

  /// Takes over what a look has found. A consumer that is gone has no lag any more.
  func take(_ round: ChangeLogKeeper.Round, at now: Int64) {
    age.set(round.oldest.map { Double(max(0, now - $0)) / 1e6 } ?? 0)
    compacted.increment(by: round.compacted)
    dropped.increment(by: round.dropped.count)
    consumers.withLock { known in
      for lag in round.lags {
        let meters = known[lag.consumer.name] ?? self.meters(lag.consumer.name)
        known[lag.consumer.name] = meters
        meters.entries.set(lag.entries)
        meters.seconds.set(Double(lag.microseconds) / 1e6)
      }
      for (name, meters) in known where !round.lags.contains(where: { $0.consumer.name == name }) {
        meters.entries.destroy()
        meters.seconds.destroy()
        known[name] = nil
      }
    }
  }

  private func meters(_ consumer: String) -> (entries: Meter, seconds: Meter) {
    func meter(_ label: String) -> Meter {
      Meter(label: label, dimensions: [("consumer", consumer)], factory: factory)
    }
    return (
      meter("cameo_change_consumer_lag_entries"), meter("cameo_change_consumer_lag_seconds")
    )
  }
}
