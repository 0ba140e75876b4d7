import Runtime
import Synchronization

/// What processes use from one moment to another.
final class ProcessWatch: Sendable {
  private let pids: [Int32]
  private let before: Mutex<(at: Int64, usage: [Int32: ProcessUsage])>

  /// Begins at once; ``begin()`` begins anew.
  init(_ pids: [Int32]) {
    var known = Set<Int32>()
    self.pids = pids.filter { known.insert($0).inserted }
    before = Mutex((MonotonicClock.now, Self.usage(of: self.pids)))
  }

  func begin() {
    let usage = Self.usage(of: pids)
    before.withLock { $0 = (MonotonicClock.now, usage) }
  }

  /// Seconds since it began, and each process's usage then and now; none now for one that has ended.
  func end() -> (seconds: Double, [Spent]) {
    let (began, usage) = before.withLock { $0 }
    let seconds = Double(MonotonicClock.now - began) / 1e9
    return (
      seconds,
      pids.map { Spent(pid: $0, before: usage[$0], after: ProcessUsage(of: $0)) }
    )
  }

  private static func usage(of pids: [Int32]) -> [Int32: ProcessUsage] {
    Dictionary(
      uniqueKeysWithValues: pids.compactMap { pid in ProcessUsage(of: pid).map { (pid, $0) } })
  }

  struct Spent: Sendable {
    let pid: Int32
    let before: ProcessUsage?
    let after: ProcessUsage?

    /// CPU time in between, in microseconds; nil where the process has ended.
    var cpuMicroseconds: Double? {
      guard let before, let after else { return nil }
      return (after.cpuSeconds - before.cpuSeconds) * 1e6
    }
  }
}
