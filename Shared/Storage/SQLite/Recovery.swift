import Synchronization

/// Finds out when a database that keeps nothing any more, because its disk is full or fails, keeps something
/// again: by trying, every now and then, since nobody else may.
final class Recovery: Sendable {
  private let writer: StorageThread
  private let condition: DatabaseCondition
  private let interval: Duration
  private let attempts = Mutex<(task: Task<Void, Never>?, hasEnded: Bool)>((nil, false))

  init(_ writer: StorageThread, _ condition: DatabaseCondition, every interval: Duration) {
    self.writer = writer
    self.condition = condition
    self.interval = interval
    condition.observe { [weak self] event in
      if case .failing(let fault) = event { self?.begin(after: fault) }
    }
  }

  /// Whether attempts are made.
  var isTrying: Bool { attempts.withLock { $0.task.map { !$0.isCancelled } ?? false } }

  /// No attempt is made any more.
  func end() {
    attempts.withLock { attempts in
      attempts.task?.cancel()
      attempts.hasEnded = true
    }
  }

  /// A damaged file is left alone, also where it was full or failed before.
  private func begin(after fault: StorageError) {
    attempts.withLock { attempts in
      attempts.task?.cancel()
      guard fault.code != .corrupt, !attempts.hasEnded else { return }
      attempts.task = Task { [writer, condition, interval] in
        while condition.isFailing {
          do { try await Task.sleep(for: interval) } catch { return }
          // A commit that succeeds tells the condition; one that fails is tried again.
          try? await Recovery.attempt(writer)
        }
      }
    }
  }

  /// As much as a usual write needs, so that the next one does not fail again at once. It takes room in
  /// the log and in the file, and gives it back.
  private static func attempt(_ writer: StorageThread) async throws {
    let scripts = [
      """
      DROP TABLE IF EXISTS storage_probe; CREATE TABLE storage_probe (filler BLOB) STRICT;
      INSERT INTO storage_probe VALUES (zeroblob(65536));
      """, "DROP TABLE IF EXISTS storage_probe;",
    ]
    for script in scripts {
      try await writer.perform { session in
        try session.connection.run(script: script, doing: "trying whether writes are kept again")
      }
    }
  }
}
