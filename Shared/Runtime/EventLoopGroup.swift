import Synchronization

/// The process's loops, which share nothing: usually one a core.
public final class EventLoopGroup: Sendable {
  public let loops: [EventLoop]
  private let turn = Atomic<UInt>(0)

  /// Starts `count` loops (at least one) called `name`-0, `name`-1 ...
  public init(count: Int, name: String = "loop") throws(RuntimeError) {
    var loops: [EventLoop] = []
    do {
      for index in 0..<max(1, count) { loops.append(try EventLoop.start(name: "\(name)-\(index)")) }
    } catch {
      for loop in loops { loop.stop() }
      throw error
    }
    self.loops = loops
  }

  /// The loops in turn: for dealing out connections.
  public func next() -> EventLoop {
    loops[Int(turn.wrappingAdd(1, ordering: .relaxed).oldValue % UInt(loops.count))]
  }

  /// Stops every loop and waits for each (see `EventLoop.stop`).
  public func stop() {
    for loop in loops { loop.stop() }
  }
}
