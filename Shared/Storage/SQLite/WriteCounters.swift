import Synchronization

/// What the writer has done so far.
public struct WriteStatistics: Sendable, Equatable {
  /// Bodies performed in commits that reached the disk.
  public var writes = 0
  /// Commits that reached the disk.
  public var commits = 0
  /// Writes that wait for their turn now.
  public var waiting = 0
  /// Times the write-ahead log could not be moved into the database.
  public var failedCheckpoints = 0
}

/// The writer's statistics, readable from any thread.
final class WriteCounters: Sendable {
  private let statistics = Mutex(WriteStatistics())

  var current: WriteStatistics { statistics.withLock { $0 } }

  func noteCommit(of writes: Int) {
    statistics.withLock { statistics in
      statistics.writes += writes
      statistics.commits += 1
    }
  }

  func noteFailedCheckpoint() {
    statistics.withLock { $0.failedCheckpoints += 1 }
  }
}
