import Testing

@testable import Runtime

@Suite struct TurnTests {
  @Test func `work from one thread runs in its order`() async throws {
    try await withLoop { loop in
      let journal = Journal<Int>()
      for number in 0..<5_000 { loop.execute { journal.note(number) } }
      await loop.on {}
      #expect(journal.entries == Array(0..<5_000))
    }
  }

  @Test func `work from many threads all runs, each thread's in its order`() async throws {
    try await withLoop { loop in
      let journal = Journal<(thread: Int, number: Int)>()
      await withTaskGroup(of: Void.self) { group in
        for thread in 0..<8 {
          group.addTask {
            for number in 0..<500 { loop.execute { journal.note((thread, number)) } }
          }
        }
      }
      await loop.on {}
      #expect(journal.entries.count == 4_000)
      for thread in 0..<8 {
        let own = journal.entries.filter { $0.thread == thread }.map(\.number)
        #expect(own == Array(0..<500))
      }
    }
  }

  @Test func `a sleeping loop is woken each time`() async throws {
    try await withLoop { loop in
      for _ in 0..<1_000 { await loop.on {} }
    }
  }

  @Test func `turn ends come after the jobs, and the jobs they make before the sleep`() async throws
  {
    try await withLoop { loop in
      let journal = Journal<String>()
      await withCheckedContinuation { finished in
        loop.execute {
          loop.atTurnEnd(
            ClosureTurnEnd { _ in
              journal.note("end")
              loop.execute { journal.note("work of the end") }
              loop.atTurnEnd(
                ClosureTurnEnd { _ in
                  journal.note("second end")
                  finished.resume()
                })
            })
          loop.execute {
            journal.note("work")
            loop.execute { journal.note("work of the work") }
          }
        }
      }
      #expect(
        journal.entries == ["work", "work of the work", "end", "work of the end", "second end"])
    }
  }

  @Test func `sockets are served while jobs make jobs for ever`() async throws {
    try await withLoop { loop in
      let sockets = try Socket.pair()
      let reading = sockets.first.fd
      let isDone = OnLoop(false)
      let spinner = Task(executorPreference: loop) {
        while !isDone.value { await Task.yield() }
      }
      await withCheckedContinuation { served in
        loop.execute {
          let handler = ClosureHandler { _ in
            loop.unwatch(reading)
            isDone.value = true
            served.resume()
          }
          try? loop.watch(reading, .read, handler)
        }
        _ = sockets.second.send([1])
      }
      await spinner.value
    }
  }

  @Test func `timers fire while jobs make jobs for ever`() async throws {
    try await withLoop { loop in
      await Task(executorPreference: loop) {
        let isDone = OnLoop(false)
        loop.schedule(ClosureTimer { _ in isDone.value = true }, at: loop.now + 3_000_000)
        while !isDone.value { await Task.yield() }
      }.value
    }
  }

  @Test
  func `work for the next turn waits for it, whoever asks, and the loop does not sleep before`()
    async throws
  {
    try await withLoop { loop in
      let sockets = try Socket.pair()
      let reading = sockets.first.fd
      let journal = Journal<String>()
      await withCheckedContinuation { finished in
        loop.execute {
          let start = loop.turns
          let handler = ClosureHandler { _ in
            loop.unwatch(reading)
            journal.note("socket \(loop.turns - start)")
            loop.executeNextTurn {
              journal.note("the socket's work \(loop.turns - start)")
              finished.resume()
            }
          }
          try? loop.watch(reading, .read, handler)
          _ = sockets.second.send([1])
          loop.executeNextTurn { journal.note("next turn \(loop.turns - start)") }
          loop.execute { journal.note("this turn \(loop.turns - start)") }
        }
      }
      #expect(
        journal.entries == ["this turn 0", "socket 1", "next turn 1", "the socket's work 2"])
    }
  }

  @Test func `stop finishes what is queued for a turn that does not come`() throws {
    let loop = try EventLoop.start(name: "test")
    let journal = Journal<Int>()
    loop.execute {
      loop.stop()
      loop.executeNextTurn {
        journal.note(1)
        loop.executeNextTurn { journal.note(2) }
      }
    }
    loop.stop()
    #expect(journal.entries == [1, 2])
  }

  @Test func `stop finishes what is queued`() throws {
    let loop = try EventLoop.start(name: "test")
    let journal = Journal<Int>()
    for number in 0..<1_000 { loop.execute { journal.note(number) } }
    loop.stop()
    loop.stop()
    #expect(journal.entries.count == 1_000)
  }

  @Test func `a task that comes back to a stopped loop is still finished`() async throws {
    let loop = try EventLoop.start(name: "test")
    let other = try EventLoop.start(name: "other")
    defer { other.stop() }
    let journal = Journal<CheckedContinuation<Void, Never>>()
    let task = Task(executorPreference: loop) {
      await withCheckedContinuation { journal.note($0) }
      return loop.isCurrent
    }
    while journal.entries.isEmpty { await loop.on {} }
    loop.stop()
    journal.entries.first?.resume()
    #expect(await task.value)
  }

  @Test func `work handed over while the loop stops is not lost`() async throws {
    for _ in 0..<300 {
      let loop = try EventLoop.start(name: "test")
      async let all: Void = withTaskGroup(of: Void.self) { group in
        for _ in 0..<10 { group.addTask { await loop.on {} } }
      }
      loop.stop()
      await all
    }
  }

  @Test func `a loop may stop itself`() async throws {
    let loop = try EventLoop.start(name: "test")
    await loop.on { loop.stop() }
    loop.stop()
  }

  @Test func `the read buffer is the loop's own and large`() async throws {
    try await withLoop { loop in
      let size = await loop.on { unsafe loop.withScratch { $0.count } }
      #expect(size == EventLoop.scratchByteCount)
    }
  }
}
