import Logging
import RPC
import Storage
import Synchronization

/// What Health says: SERVING while the service takes calls and its databases keep what they are given.
final class Readiness: Sendable {
  private struct State {
    var takesCalls = false
    /// By database.
    var faults: [Int: StorageError] = [:]

    var isReady: Bool { takesCalls && faults.isEmpty }
  }

  private let state = Mutex(State())
  private let health: HealthService
  private let logger: Logger

  /// Watches databases, for Health and for the log.
  init(_ health: HealthService, _ conditions: [DatabaseCondition], _ logger: Logger) {
    self.health = health
    self.logger = logger
    for (number, condition) in conditions.enumerated() {
      condition.observe { [weak self] in self?.note($0, of: number) }
    }
  }

  var isReady: Bool { state.withLock { $0.isReady } }

  /// From now on calls are taken, or not any more.
  func takesCalls(_ takes: Bool) { change { $0.takesCalls = takes } }

  private func note(_ event: DatabaseCondition.Event, of number: Int) {
    switch event {
    case .failing(let fault):
      logger.critical(
        "the database fails: NOT_SERVING",
        metadata: ["code": "\(fault.code)", "reason": "\(fault.message)"])
      change { $0.faults[number] = fault }
    case .recovered:
      logger.notice("the database keeps what it is given again")
      change { $0.faults[number] = nil }
    case .warning(let text):
      logger.warning("the database", metadata: ["what": "\(text)"])
    }
  }

  /// Told under the lock, so that Health hears of two changes in their order.
  private func change(_ body: (inout State) -> Void) {
    state.withLock { state in
      body(&state)
      health.setServing(state.isReady)
    }
  }
}
