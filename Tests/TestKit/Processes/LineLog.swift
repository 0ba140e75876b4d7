package import Foundation
import Synchronization

/// What a process writes to one of its outputs, line by line, for a test to wait on.
package final class LineLog: Sendable {
  private struct State {
    var lines: [String] = []
    var partial: [UInt8] = []
    var isEnded = false
    var nextWaiter = 0
    var waiters: [Int: Waiter] = [:]
  }

  private struct Waiter {
    let matches: @Sendable (String) -> Bool
    let continuation: CheckedContinuation<String?, Never>
  }

  private let state = Mutex(State())

  /// Reads `file` to its end, on a thread of its own.
  package init(reading file: FileHandle) {
    Thread { [self] in
      while true {
        let data = file.availableData
        guard !data.isEmpty else { return end() }
        add([UInt8](data))
      }
    }.start()
  }

  /// Everything so far.
  package var text: String { state.withLock { $0.lines.joined(separator: "\n") } }

  /// The first line, of those there are or the next to come, that `matches`; nil where the output
  /// ends without one, or the test is cancelled.
  package func line(where matches: @escaping @Sendable (String) -> Bool) async -> String? {
    let id = state.withLock { state in
      defer { state.nextWaiter += 1 }
      return state.nextWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let known: String?? = state.withLock { state in
          if let line = state.lines.first(where: matches) { return .some(line) }
          if state.isEnded || Task.isCancelled { return .some(nil) }
          state.waiters[id] = Waiter(matches: matches, continuation: continuation)
          return nil
        }
        if let known { continuation.resume(returning: known) }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: nil)
    }
  }

  /// Everything, once the output has ended.
  package func whole() async -> String {
    _ = await line { _ in false }
    return text
  }

  private func add(_ bytes: [UInt8]) {
    let (lines, waiters) = state.withLock { state -> ([String], [Int: Waiter]) in
      state.partial += bytes
      var parts = state.partial.split(separator: 10, omittingEmptySubsequences: false)
      state.partial = Array(parts.popLast() ?? [])
      let lines = parts.map { String(decoding: $0, as: UTF8.self) }
      state.lines += lines
      return (lines, state.waiters)
    }
    for (id, waiter) in waiters {
      guard let line = lines.first(where: waiter.matches) else { continue }
      let isOurs = state.withLock { $0.waiters.removeValue(forKey: id) != nil }
      if isOurs { waiter.continuation.resume(returning: line) }
    }
  }

  private func end() {
    let waiters = state.withLock { state in
      if !state.partial.isEmpty {
        state.lines.append(String(decoding: state.partial, as: UTF8.self))
      }
      state.partial = []
      state.isEnded = true
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.continuation.resume(returning: nil) }
  }
}
