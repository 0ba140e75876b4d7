internal import CSQLite

/// How long a read may go on, and who has ended it. A long read keeps the write-ahead log from starting
/// again, so that it must end at some time.
///
/// `@unchecked Sendable`: the deadline is set in `init`, the reason is atomic.
@safe final class ReadLimit: @unchecked Sendable {
  enum Reason: Int32 {
    /// The number that the shim gives when the deadline has passed.
    case time = 1
    case log, cancelled, closed
  }

  fileprivate let state: UnsafeMutablePointer<cameo_sqlite3_limit>
  private let duration: Duration

  /// Over after `duration` from now on.
  init(_ duration: Duration) {
    self.duration = duration
    unsafe state = .allocate(capacity: 1)
    // More than a century is for ever.
    let bounded = min(duration, .seconds(1 << 32)).components
    let nanoseconds = bounded.seconds * 1_000_000_000 + bounded.attoseconds / 1_000_000_000
    unsafe state.initialize(
      to: cameo_sqlite3_limit(deadline: cameo_monotonic_nanoseconds() + nanoseconds, reason: 0))
  }

  deinit { unsafe state.deallocate() }

  /// Ends what is being read, from any thread.
  func end(_ reason: Reason) { unsafe cameo_sqlite3_end_limit(state, reason.rawValue) }

  /// Why it is over; nil while it is not.
  var reason: Reason? { unsafe Reason(rawValue: cameo_sqlite3_limit_reason(state)) }

  /// What the reader is told.
  var failure: StorageError? {
    switch reason {
    case nil: nil
    case .time:
      StorageError(
        .timeout, "the read took longer than \(duration) and was ended; ask for less at once")
    case .log:
      StorageError(
        .busy,
        "the read was ended because the write-ahead log had grown to its bound meanwhile;"
          + " begin again, or raise the bound")
    case .cancelled: StorageError(.busy, "the read was cancelled")
    case .closed: StorageError.databaseIsClosed
    }
  }
}

extension Connection {
  /// Runs `body` with statements that end when `limit` says so.
  func limited<R>(by limit: ReadLimit, _ body: () async throws -> R) async throws -> R {
    self.limit = limit
    unsafe cameo_sqlite3_set_limit(handle, limit.state)
    defer {
      self.limit = nil
      unsafe cameo_sqlite3_set_limit(handle, nil)
    }
    return try await body()
  }
}
