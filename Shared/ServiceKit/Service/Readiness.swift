import Logging
import RPC
import Storage
import Synchronization

/// What Health says: SERVING while the service takes calls and its database keeps what it is given.
final class Readiness: Sendable {
  private struct State {
    var takesCalls = false
    var fault: StorageError?

    var isReady: Bool { takesCalls && fault == nil }
  }

  private let state = Mutex(State())
  private let health: HealthService
  private let logger: Logger

  /// Watches `condition`, for Health and for the log.
  init(_ health: HealthService, _ condition: DatabaseCondition, _ logger: Logger) {
    self.health = health
    self.logger = logger
    condition.observe { [weak self] in self?.note($0) }
  }

  var isReady: Bool { state.withLock { $0.isReady } }

  /// From now on calls are taken, or not any more.
  func takesCalls(_ takes: Bool) { change { $0.takesCalls = takes } }

  private func note(_ event: DatabaseCondition.Event) {
    switch event {
    case .failing(let fault):
      logger.critical(
        "the database fails: NOT_SERVING",
        metadata: ["code": "\(fault.code)", "reason": "\(fault.message)"])
      change { $0.fault = fault }
    case .recovered:
      logger.notice("the database keeps what it is given again")
      change { $0.fault = nil }
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
