import CoreMetrics
import Storage

/// Gauges of a service's database: whether it keeps what it is given, and how large SQLite's write-ahead
/// log is, brought up to date when somebody asks.
struct StorageMetrics: Sendable {
  private let database: any Database
  private let failing: Meter
  private let logBytes: Meter
  private let mostLogBytes: Meter
  private let checkpoints: Meter
  private let failedCheckpoints: Meter
  private let endedReads: Meter

  /// - Returns: nil for a service without data.
  init?(_ database: any Database, _ factory: any MetricsFactory) {
    guard !(database is NoDatabase) else { return nil }
    self.database = database
    func meter(_ name: String) -> Meter { Meter(label: "cameo_storage_\(name)", factory: factory) }
    failing = meter("failing")
    logBytes = meter("log_bytes")
    mostLogBytes = meter("log_bytes_most")
    checkpoints = meter("checkpoints")
    failedCheckpoints = meter("checkpoints_failed")
    endedReads = meter("reads_ended")
  }

  func collect() {
    failing.set(database.condition.isFailing ? 1 : 0)
    guard let statistics = (database as? SQLiteDatabase)?.statistics else { return }
    logBytes.set(statistics.logPages * 4_096)
    mostLogBytes.set(statistics.mostLogPages * 4_096)
    checkpoints.set(statistics.checkpoints)
    failedCheckpoints.set(statistics.failedCheckpoints)
    endedReads.set(statistics.endedReads)
  }
}
