import Synchronization
import Testing

@testable import Runtime

/// Starts a loop for the length of a test, and stops it off the test's own thread pool's hot path.
func withLoop<Result>(_ body: (EventLoop) async throws -> Result) async throws -> Result {
  let loop = try EventLoop.start(name: "test")
  defer { loop.stop() }
  return try await body(loop)
}

@Suite struct ExecutorTests {
  @Test func `a task that prefers the loop runs on it and stays there`() async throws {
    try await withLoop { loop in
      let stayed = await Task(executorPreference: loop) {
        let before = loop.isCurrent
        await Task.yield()
        async let child = isOn(loop)
        let between = await child
        return [before, between, loop.isCurrent, EventLoop.current === loop]
      }.value
      #expect(stayed == [true, true, true, true])
      #expect(!loop.isCurrent)
    }
  }

  @Test func `a continuation resumed on another thread comes back to the loop`() async throws {
    try await withLoop { loop in
      let other = try EventLoop.start(name: "other")
      defer { other.stop() }
      for _ in 0..<100 {
        let cameBack = await Task(executorPreference: loop) {
          let wasOnOther = await withCheckedContinuation { waiter in
            other.execute { waiter.resume(returning: other.isCurrent) }
          }
          return wasOnOther && loop.isCurrent
        }.value
        #expect(cameBack)
      }
    }
  }
}

private func isOn(_ loop: EventLoop) async -> Bool { loop.isCurrent }
