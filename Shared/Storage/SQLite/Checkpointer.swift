/// Moves what no reader needs from the write-ahead log into the database, on a thread and a connection of
/// its own: a write waits for the disk once, for its own commit.
///
/// `@unchecked Sendable`: only its own thread uses the connection.
final class Checkpointer: @unchecked Sendable {
  private enum State {
    case idle, wanted, atWork, stopping, ended
  }

  private let connection: Connection
  private let counters: WriteCounters
  private let condition: DatabaseCondition
  private let state = Monitor(State.idle)

  /// The caller is the writer, on whose thread everything else here is called.
  ///
  /// - Parameter connection: another than the writer's own, which may write.
  init(_ connection: Connection, _ counters: WriteCounters, _ condition: DatabaseCondition)
    throws(StorageError)
  {
    self.connection = connection
    self.counters = counters
    self.condition = condition
    _ = try StorageThread.start(name: "storage-log") { [self] _ in serve() }
  }

  /// Has the thread begin, once more where it is at it, and returns at once.
  func begin() {
    state.withLock { $0 = .wanted }
    state.wake()
  }

  /// Returns when it has done what it was told to do: only one connection can move pages at a time.
  func finish() {
    state.wait { $0 == .idle ? () : nil }
  }

  /// Returns when the file is let go of.
  func end() {
    state.withLock { $0 = .stopping }
    state.wake()
    state.wait { $0 == .ended ? () : nil }
  }

  private func serve() {
    while isWanted() {
      move()
      state.withLock { if $0 == .atWork { $0 = .idle } }
      state.wake()
    }
    connection.close()
    state.withLock { $0 = .ended }
    state.wake()
  }

  /// Sleeps till there is something to do; false where there never will be.
  private func isWanted() -> Bool {
    state.wait { state in
      switch state {
      case .wanted:
        state = .atWork
        return true
      case .stopping: return false
      case .idle, .atWork, .ended: return nil
      }
    }
  }

  private func move() {
    do {
      try connection.checkpoint(patience: nil)
      counters.noteCheckpoint()
    } catch {
      counters.noteFailedCheckpoint()
      condition.warn("\(error)")
    }
  }
}
