import Messages
import RPC
import Synchronization
import TestKit

/// Callers that ask one call after the other, and wait for a server that is not there: whatever fails is
/// a call lost.
final class Load: Sendable {
  private struct State {
    var answered = 0
    var failure: (any Error)?
    var waiters: [(count: Int, waiter: Signal)] = []
  }

  private let state = Mutex(State())
  private let callers: Mutex<[Task<Void, Never>]>

  init(_ channel: Channel, callers count: Int) {
    callers = Mutex([])
    let client = TestServiceClient(channel)
    let tasks = (0..<count).map { _ in
      Task { [self] in
        while await isAnswered(by: client) {}
      }
    }
    callers.withLock { $0 = tasks }
  }

  /// False where the call failed, or the caller has gone home.
  private func isAnswered(by client: TestServiceClient) async -> Bool {
    do {
      let options = CallOptions(timeout: .seconds(50), waitsForReady: true)
      let reply = try await client.unaryCall(.init(payload: [1, 2, 3]), options)
      guard reply.payload == [1, 2, 3] else { throw HarnessError("another call's reply") }
      note { $0.answered += 1 }
      return !Task.isCancelled
    } catch {
      if !Task.isCancelled { note { $0.failure = $0.failure ?? error } }
      return false
    }
  }

  private func note(_ change: (inout State) -> Void) {
    let due = state.withLock { state -> [Signal] in
      change(&state)
      let (done, answered) = (state.failure != nil, state.answered)
      let due = state.waiters.filter { done || $0.count <= answered }.map(\.waiter)
      state.waiters.removeAll { done || $0.count <= answered }
      return due
    }
    for waiter in due { waiter.send() }
  }

  /// Returns after so many more answers; throws what a call failed with.
  func answers(_ count: Int) async throws {
    let waiter = Signal()
    state.withLock { $0.waiters.append(($0.answered + count, waiter)) }
    note { _ in }
    await waiter.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Lets the callers go home.
  func stop() async throws {
    for caller in callers.withLock({ $0 }) { caller.cancel() }
    for caller in callers.withLock({ $0 }) { await caller.value }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
