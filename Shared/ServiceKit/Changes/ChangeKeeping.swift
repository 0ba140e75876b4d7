import CoreMetrics
import Logging
import ServiceLifecycle
import Storage

/// Looks after a service's change log: says how far its consumers are behind, drops those that are too
/// far, loudly, and has what nobody needs compacted.
final class ChangeKeeping: Sendable {
  private let keeper: ChangeLogKeeper
  private let logger: Logger
  private let metrics: ChangeMetrics
  private let clock: @Sendable () -> Int64

  init(
    _ database: any Database, _ retention: ChangeRetention, logger: Logger,
    metrics: any MetricsFactory, clock: @escaping @Sendable () -> Int64
  ) {
    keeper = ChangeLogKeeper(database, retention)
    self.logger = logger
    self.metrics = ChangeMetrics(metrics)
    self.clock = clock
  }

  /// Looks once. What goes wrong is said in the log, and tried again the next time.
  func round() async {
    do {
      let now = clock()
      let round = try await keeper.round(now: now)
      metrics.take(round, at: now)
      for consumer in round.dropped { report(consumer) }
      guard round.compacted > 0 else { return }
      logger.info("the change log was compacted", metadata: ["entries": "\(round.compacted)"])
    } catch let error as StorageError where error.code == .closed {
      // The service ends.
    } catch {
      guard !Task.isCancelled else { return }
      logger.error("the change log could not be looked after", error: error)
    }
  }

  private func report(_ consumer: ChangeConsumer) {
    logger.error(
      "a consumer of the change log was dropped: it must take a snapshot and begin anew",
      metadata: [
        "consumer": "\(consumer.name)", "owner": "\(consumer.owner)",
        "cursor": "\(consumer.cursor)", "reason": "\(consumer.dropped?.reason ?? "")",
      ])
  }
}

/// The same as part of the process: every few seconds until the end.
struct ChangeKeepingService: Service {
  /// Between two looks: lag is at most so old in the metrics.
  private static let interval = Duration.seconds(10)
  let keeping: ChangeKeeping

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while true {
        await keeping.round()
        try await Task.sleep(for: Self.interval)
      }
    }
  }
}
