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

  func start(
    _ spawn: @Sendable @escaping () throws -> SpawnedProcess
  ) async throws -> SpawnedProcess {
    try await withCheckedThrowingContinuation { started in
      jobs.withLock { jobs in
        jobs.append { started.resume(with: Result { try spawn() }) }
      }
      waiting.signal()
    }
  }

  /// A shell that looks after something until its input ends, as it does with the tests.
  ///
  /// - Returns: what it says.
  func keeper(_ arguments: [String], until input: Pipe) async throws -> LineLog {
    let output = Pipe()
    _ = try await start {
      try SpawnedProcess(
        "/bin/sh", arguments, input: input.fileHandleForReading,
        output: output.fileHandleForWriting)
    }
    try input.fileHandleForReading.close()
    try output.fileHandleForWriting.close()
    return LineLog(reading: output.fileHandleForReading)
  }
}
