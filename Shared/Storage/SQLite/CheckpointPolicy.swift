/// When to move the write-ahead log into the database, and how hard to try. Pure.
///
/// An attempt costs two waits for the disk, so there is one for every so many pages, not one for every
/// commit. What keeps the log from starting again is readers of old snapshots: point reads are waited
/// for, long ones are ended at the bound.
struct CheckpointPolicy {
  enum Step: Equatable {
    case none
    /// Moves what no reader needs.
    case passive
    /// Waits for point reads, so many milliseconds.
    case patient(Int32)
    /// Ends the long reads, then waits so many milliseconds.
    case forced(Int32)
  }

  private let pages: Int
  private let limit: Int
  /// The pages in the log at the last attempt.
  private var lastAttempt = 0

  init(pages: Int, limit: Int) {
    self.pages = max(1, pages)
    self.limit = max(limit, pages)
  }

  init(_ options: SQLiteOptions) {
    self.init(pages: options.checkpointPages, limit: options.logLimitPages)
  }

  /// What to do when the log has so many pages after a commit; at every commit, once.
  mutating func step(at logPages: Int) -> Step {
    // The log has started again.
    if logPages < lastAttempt { lastAttempt = 0 }
    guard logPages - lastAttempt >= pages else { return .none }
    lastAttempt = logPages
    if logPages >= limit { return .forced(1_000) }
    return logPages >= pages * 8 ? .patient(50) : .passive
  }
}
