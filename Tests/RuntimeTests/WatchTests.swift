import Glibc
import Testing

@testable import Runtime

@Suite struct WatchTests {
  @Test func `a token outlived by its descriptor finds nobody`() {
    var table = WatchTable()
    let (old, new) = (ClosureHandler { _ in }, ClosureHandler { _ in })
    let stale = table.insert(9, .read, old)
    #expect(table.handler(for: stale) === old)
    _ = table.remove(9)
    #expect(table.handler(for: stale) == nil)
    let fresh = table.insert(9, .read, new)
    #expect(table.handler(for: stale) == nil)
    #expect(table.handler(for: fresh) === new)
    let removals = [table.remove(9), table.remove(9), table.remove(1_000)]
    #expect(removals == [true, false, false])
  }

  @Test func `the same interest again needs no system call`() {
    var table = WatchTable()
    let token = table.insert(3, .read, ClosureHandler { _ in })
    let updates = [
      table.update(3, .read), table.update(3, [.read, .write]), table.update(4, .read),
    ]
    #expect(updates == [nil, token, nil])
  }

  /// Both sockets are ready in one batch; whichever handler runs first closes the other's socket and watches a new one, which
  /// gets the same descriptor. The event that was collected for the old one must reach nobody.
  @Test func `an event for a descriptor closed earlier in the batch reaches nobody`() async throws {
    try await withLoop { loop in
      let calls = Journal<String>()
      await withCheckedContinuation { finished in
        loop.execute {
          do {
            try Scene(loop, calls).begin { finished.resume() }
          } catch {
            Issue.record(error)
            finished.resume()
          }
        }
      }
      #expect(calls.entries == ["first"])
    }
  }

  @Test func `watching a closed descriptor is an error`() async throws {
    try await withLoop { loop in
      let thrown = await loop.on { () -> RuntimeError? in
        do throws(RuntimeError) {
          try loop.watch(-1, .read, ClosureHandler { _ in })
          return nil
        } catch { return error }
      }
      #expect(thrown?.code == .loop)
    }
  }

  @Test func `interest may change while watched`() async throws {
    try await withLoop { loop in
      let sockets = try Socket.pair()
      let fd = sockets.first.fd
      let readiness: Interest = await withCheckedContinuation { waiter in
        loop.execute {
          let handler = ClosureHandler { readiness in
            loop.unwatch(fd)
            waiter.resume(returning: readiness)
          }
          try? loop.watch(fd, .read, handler)
          loop.update(fd, [.read, .write])
        }
      }
      #expect(readiness == .write)
    }
  }
}

/// Two readable sockets. The handler that runs first closes the other one's descriptor and watches a new, silent socket
/// under its number.
///
/// `@unchecked Sendable`: begun and called on the loop's thread only.
private final class Scene: @unchecked Sendable {
  private let loop: EventLoop
  private let calls: Journal<String>
  private let near: [Int32]
  private let far: [Int32]

  init(_ loop: EventLoop, _ calls: Journal<String>) throws {
    self.loop = loop
    self.calls = calls
    let pairs = [rawPair(), rawPair()]
    near = pairs.map { $0[0] }
    far = pairs.map { $0[1] }
  }

  deinit {
    for fd in near + far { close(fd) }
  }

  func begin(_ finish: @escaping @Sendable () -> Void) throws {
    for index in 0..<2 {
      _ = unsafe write(far[index], "x", 1)
      try loop.watch(near[index], .read, ClosureHandler { _ in self.replace(1 - index, finish) })
    }
  }

  private func replace(_ other: Int, _ finish: @escaping @Sendable () -> Void) {
    calls.note("first")
    let number = near[other]
    loop.unwatch(near[1 - other])
    loop.unwatch(number)
    close(number)
    let silent = rawPair()
    // The lowest free number is the one just closed, so usually this changes nothing.
    if silent[0] != number {
      dup2(silent[0], number)
      close(silent[0])
    }
    try? loop.watch(number, .read, ClosureHandler { _ in self.calls.note("stale") })
    let end = ClosureTimer { _ in
      self.loop.unwatch(number)
      close(silent[1])
      finish()
    }
    loop.schedule(end, at: loop.now + 2_000_000)
  }
}
