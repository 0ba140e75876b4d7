internal import Runtime

/// Looks now and then at the connections that hold something which their peer has to move on: the
/// beginning of a frame or a message, output that waits for the socket, an answer that waits for
/// credit. Runs only while there are such.
///
/// `@unchecked Sendable`: touched on its loop only.
final class StallWatch: TimerEntry, @unchecked Sendable {
  private let loop: EventLoop
  private let limit: Int64
  private var suspects: [ObjectIdentifier: ServerConnection] = [:]

  init(loop: EventLoop, limit: Duration) {
    self.loop = loop
    self.limit = max(limit.nanoseconds, 4_000_000)
    super.init()
  }

  func add(_ connection: ServerConnection) {
    suspects[ObjectIdentifier(connection)] = connection
    if !isScheduled { scheduleNext() }
  }

  func remove(_ connection: ServerConnection) {
    suspects[ObjectIdentifier(connection)] = nil
    if suspects.isEmpty { loop.cancel(self) }
  }

  override func fire() {
    for connection in suspects.values where !connection.endStalled(limit: limit, now: loop.now) {
      remove(connection)
      connection.isSuspect = false
    }
    if !suspects.isEmpty, !isScheduled { scheduleNext() }
  }

  /// Four looks within the limit: nothing stands still for longer than a quarter more than it may.
  private func scheduleNext() { loop.schedule(self, at: loop.now + limit / 4) }
}
