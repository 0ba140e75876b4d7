import ServiceLifecycle
import UnixSignals

/// What ends a service group: SIGTERM or SIGINT. Made before the service says SERVING, so that whoever
/// asks it to end from then on is heard, and the open calls finish.
struct EndSignal: Service {
  private let signals: UnixSignalsSequence

  init() async {
    signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
  }

  func run() async throws {
    for await _ in signals.cancelOnGracefulShutdown() { return }
  }
}
