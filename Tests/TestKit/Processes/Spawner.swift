import Foundation
import Synchronization

/// Starts processes from one thread that lives as long as the tests do.
///
/// Each child asks the kernel to be killed when the thread that started it ends. So none survives the
/// tests, however these end, and none dies early with a thread that a pool had no more use for.
final class Spawner: Sendable {
  static let shared = Spawner()

  private let jobs = Mutex<[@Sendable () -> Void]>([])
  private let waiting = DispatchSemaphore(value: 0)

  private init() {
    Thread { [self] in
      while true {
        waiting.wait()
        let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        job?()
      }
    }.start()
  }

  func run(_ process: Process) async throws {
    try await withCheckedThrowingContinuation { (started: CheckedContinuation<Void, any Error>) in
      jobs.withLock { jobs in
        jobs.append { started.resume(with: Result { try process.run() }) }
      }
      waiting.signal()
    }
  }
}
