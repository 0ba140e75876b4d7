import Foundation
import Synchronization

/// How far a long piece of work is: a bar on a terminal, nothing elsewhere. On standard error, so
/// that what a command prints can be piped.
final class ProgressBar: Sendable {
  private let label: String
  private let isVisible: Bool
  private let state: Mutex<(done: Int, total: Int, shown: ContinuousClock.Instant)>
  private static let width = 30

  init(_ label: String, total: Int) {
    self.label = label
    state = Mutex((0, total, ContinuousClock.now - .seconds(1)))
    isVisible = isatty(STDERR_FILENO) == 1
  }

  func advance(_ count: Int) {
    show { $0.done += count }
  }

  /// So much of so much is done.
  func reach(_ done: Int, of total: Int) {
    show { ($0.done, $0.total) = (done, total) }
  }

  private func show(
    _ change: (inout (done: Int, total: Int, shown: ContinuousClock.Instant)) -> Void
  ) {
    let line = state.withLock { state -> String? in
      change(&state)
      guard isVisible,
        state.done == state.total || ContinuousClock.now - state.shown > .milliseconds(50)
      else { return nil }
      state.shown = .now
      return text(state.done, state.total)
    }
    if let line { FileHandle.standardError.write(Data("\r\(line)".utf8)) }
  }

  func finish() {
    if isVisible { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  private func text(_ done: Int, _ total: Int) -> String {
    let filled = total == 0 ? Self.width : min(done, total) * Self.width / total
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    return "\(label) \(bar) \(done)/\(total)"
  }
}
