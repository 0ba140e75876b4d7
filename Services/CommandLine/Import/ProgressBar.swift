import Foundation
import Synchronization

/// How far a long piece of work is: a bar on a terminal, nothing elsewhere. On standard error, so
/// that what a command prints can be piped.
final class ProgressBar: Sendable {
  private let label: String
  private let total: Int
  private let isVisible: Bool
  private let state = Mutex((done: 0, shown: ContinuousClock.now - .seconds(1)))
  private static let width = 30

  init(_ label: String, total: Int) {
    self.label = label
    self.total = total
    isVisible = isatty(STDERR_FILENO) == 1
  }

  func advance(_ count: Int) {
    let line = state.withLock { state -> String? in
      state.done += count
      guard isVisible, state.done == total || ContinuousClock.now - state.shown > .milliseconds(50)
      else { return nil }
      state.shown = .now
      return text(state.done)
    }
    if let line { FileHandle.standardError.write(Data("\r\(line)".utf8)) }
  }

  func finish() {
    if isVisible { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  private func text(_ done: Int) -> String {
    let filled = total == 0 ? Self.width : done * Self.width / total
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    return "\(label) \(bar) \(done)/\(total)"
  }
}
