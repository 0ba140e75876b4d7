import ServiceLifecycle
import UnixSignals

/// A running service's ear for changed files: it looks every few seconds, and at SIGHUP at once. Made
/// before the service says SERVING: an untrapped SIGHUP would end the process.
struct Reloading: Service {
  private let reloader: Reloader
  /// Zero looks at SIGHUP only.
  private let interval: Duration
  private let signals: UnixSignalsSequence

  init(_ reloader: Reloader, every interval: Duration, at signals: UnixSignalsSequence) {
    self.reloader = reloader
    self.interval = interval
    self.signals = signals
  }

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for await _ in signals { reloader.check(forced: true) } }
        group.addTask { try await watch() }
        try await group.waitForAll()
      }
    }
  }

  private func watch() async throws {
    guard interval > .zero else { return }
    while true {
      try await Task.sleep(for: interval)
      reloader.check()
    }
  }
}
