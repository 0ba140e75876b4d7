import Testing

@testable import Runtime

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

  @Test func `an actor may live on the loop`() async throws {
    try await withLoop { loop in
      let counter = Counter(loop)
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<200 { group.addTask { await counter.increment() } }
      }
      #expect(await counter.count == 200)
      let fromPreference = await Task(executorPreference: loop) {
        await counter.increment()
        return loop.isCurrent
      }.value
      #expect(fromPreference)
      #expect(await loop.on { counter.countHere() } == 201)
    }
  }

  @Test func `an actor of the default kind runs on the loop its caller prefers`() async throws {
    try await withLoop { loop in
      let plain = Plain()
      let ranOnLoop = await Task(executorPreference: loop) { await plain.isOn(loop) }.value
      #expect(ranOnLoop)
    }
  }

  @Test func `two loops share nothing and know which is current`() async throws {
    let group = try EventLoopGroup(count: 2, name: "pair")
    defer { group.stop() }
    let (first, second) = (group.next(), group.next())
    #expect(first !== second)
    #expect(group.next() === first)
    #expect(await first.on { first.isCurrent && !second.isCurrent })
    #expect(await second.on { EventLoop.current === second })
    #expect(EventLoop.current == nil)
  }

  @Test func `a cancelled task on the loop sees it`() async throws {
    try await withLoop { loop in
      let task = Task(executorPreference: loop) {
        while !Task.isCancelled { await Task.yield() }
        return loop.isCurrent
      }
      task.cancel()
      #expect(await task.value)
    }
  }
}

private func isOn(_ loop: EventLoop) async -> Bool { loop.isCurrent }

private actor Plain {
  func isOn(_ loop: EventLoop) -> Bool { loop.isCurrent }
}

private actor Counter {
  private let loop: EventLoop
  private(set) var count = 0

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe loop.asUnownedSerialExecutor()
  }

  init(_ loop: EventLoop) { self.loop = loop }

  func increment() {
    precondition(loop.isCurrent)
    count += 1
  }

  nonisolated func countHere() -> Int { assumeIsolated { $0.count } }
}
