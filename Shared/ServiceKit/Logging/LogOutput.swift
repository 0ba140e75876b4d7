import Dispatch
import Glibc
import Synchronization

/// Carries finished log lines to standard error without making an event loop wait for it.
///
/// A line is added to a buffer under a lock; a dispatch queue writes the buffer out. When whoever reads
/// standard error is so slow that the buffer is full, lines are dropped, and the next that fits is
/// preceded by how many.
final class LogOutput: Sendable {
  private struct State {
    var buffer: [UInt8] = []
    var isWriting = false
    var dropped = 0
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "log")
  private let limit: Int
  private let write: @Sendable ([UInt8]) -> Void

  /// - Parameters:
  ///   - limit: most bytes that wait.
  ///   - write: called on the queue with whole lines; standard error when not given.
  init(limit: Int = 1 << 20, write: @escaping @Sendable ([UInt8]) -> Void = standardError) {
    self.limit = limit
    self.write = write
  }

  /// Adds a line; its end is added to it.
  func add(_ line: String) {
    let mustStart = state.withLock { state in
      guard state.buffer.count + line.utf8.count < limit else {
        state.dropped += 1
        return false
      }
      if state.dropped > 0 {
        state.buffer += Array("(\(state.dropped) lines were dropped: nobody read them)\n".utf8)
        state.dropped = 0
      }
      state.buffer += line.utf8
      state.buffer.append(UInt8(ascii: "\n"))
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if mustStart { queue.async { self.writeOut() } }
  }

  /// Waits till everything added so far is written: before the process ends.
  func flush() {
    queue.sync { writeOut() }
  }

  private func writeOut() {
    while let lines = takeBuffer() { write(lines) }
  }

  private func takeBuffer() -> [UInt8]? {
    state.withLock { state in
      state.isWriting = !state.buffer.isEmpty
      guard state.isWriting else { return nil }
      defer { state.buffer = [] }
      return state.buffer
    }
  }
}

/// Writes all of it, whatever pieces the kernel takes.
@Sendable
private func standardError(_ lines: [UInt8]) {
  var rest = lines[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
    if count < 0, errno != EINTR { return }
    rest = rest.dropFirst(max(0, count))
  }
}
