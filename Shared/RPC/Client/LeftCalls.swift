internal import Runtime

/// The calls of one connection that are past their deadline and of which the server was not told so,
/// because it ends them by itself. Until it has, they keep their places among those it has open. One
/// that it has not ended long after, it is told of.
///
/// `@unchecked Sendable`: touched on its connection's loop only.
final class LeftCalls: TimerEntry, @unchecked Sendable {
  /// Nanoseconds. By then a RESET counts for no flood (`ResetRule`).
  private static let patience = ResetRule.anyAge
  private static let pause: Int64 = 1_000_000_000

  private unowned let connection: ClientConnection
  /// In the order in which they were left.
  private var calls: [(id: UInt32, since: Int64)] = []

  init(_ connection: ClientConnection) {
    self.connection = connection
    super.init()
  }

  func add(_ id: UInt32) {
    let now = connection.loop.now
    calls.append((id, now))
    if !isScheduled { connection.loop.schedule(self, at: now + Self.patience) }
  }

  override func fire() {
    let connection = self.connection
    guard connection.phase == .open else { return }
    let now = connection.loop.now
    var done = 0
    var next: Int64?
    for call in calls {
      guard call.since + Self.patience <= now else {
        next = call.since + Self.patience
        break
      }
      if connection.machine.isOpen(call.id) {
        guard connection.machine.affordsReset(now) else {
          next = now + Self.pause
          break
        }
        connection.machine.reset(call.id)
        connection.sendReset(call.id, .cancelled, "", isUnprocessed: false)
      }
      done += 1
    }
    calls.removeFirst(done)
    if let next { connection.loop.schedule(self, at: next) }
    connection.streamEnded()
  }
}
