import Synchronization

@testable import Runtime

/// A loop for the length of a test.
func withLoop<Result>(_ body: (EventLoop) async throws -> Result) async throws -> Result {
  let loop = try EventLoop.start(name: "test")
  defer { loop.stop() }
  return try await body(loop)
}

extension EventLoop {
  /// Runs `body` on the loop's thread and brings its value back.
  func on<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { waiter in
      execute { waiter.resume(returning: body()) }
    }
  }
}

/// What happened, in order; shared between a loop and a test.
final class Journal<Entry: Sendable>: Sendable {
  private let stored = Mutex<[Entry]>([])

  var entries: [Entry] { stored.withLock { $0 } }

  func note(_ entry: Entry) { stored.withLock { $0.append(entry) } }
}

/// Calls a closure when it fires.
final class ClosureTimer: TimerEntry {
  private let body: (ClosureTimer) -> Void

  init(_ body: @escaping (ClosureTimer) -> Void) { self.body = body }

  override func fire() { body(self) }
}

/// Calls a closure when its socket is ready.
final class ClosureHandler: SocketHandler {
  private let body: (Interest) -> Void

  init(_ body: @escaping (Interest) -> Void) { self.body = body }

  func socketReady(_ readiness: Interest) { body(readiness) }
}

/// Calls a closure at the turn's end.
final class ClosureTurnEnd: TurnEndHandler {
  private let body: (ClosureTurnEnd) -> Void

  init(_ body: @escaping (ClosureTurnEnd) -> Void) { self.body = body }

  func turnEnded() { body(self) }
}

/// A value that a test keeps on one loop: made, used and dropped there only.
///
/// `@unchecked Sendable`: the test touches `value` on its loop's thread alone, and reads it after the loop has been asked for it.
final class OnLoop<Value>: @unchecked Sendable {
  var value: Value

  init(_ value: Value) { self.value = value }
}
