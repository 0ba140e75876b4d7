import ServiceLifecycle

/// A running service's place in the service group: it waits for the end, and drains.
struct CallServing: Service {
  let service: RunningService

  func run() async throws {
    // Cancelled or asked to go: either way the open calls are let finish.
    try? await gracefulShutdown()
    await service.stop()
  }
}
