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
  /// Times pages of the write-ahead log were moved into the database.
  public var checkpoints = 0
  /// Pages (4 KiB) in the write-ahead log after the last commit.
  public var logPages = 0
  /// Most pages that were ever in it.
  public var mostLogPages = 0
  /// Scans and exports that were ended because the log had grown to its bound.
  public var endedReads = 0
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

  func noteLog(of pages: Int) {
    statistics.withLock { statistics in
      statistics.logPages = pages
      statistics.mostLogPages = max(statistics.mostLogPages, pages)
    }
  }

  func noteCheckpoint() {
    statistics.withLock { $0.checkpoints += 1 }
  }

  func noteEndedReads(_ count: Int) {
    statistics.withLock { $0.endedReads += count }
  }
}
