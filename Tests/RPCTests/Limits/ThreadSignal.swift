import Dispatch

/// Something that happens, for a thread to wait for.
final class ThreadSignal: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func send() { semaphore.signal() }

  /// Blocks the calling thread until it has happened, once for each time.
  func waitOnThread() { semaphore.wait() }
}
