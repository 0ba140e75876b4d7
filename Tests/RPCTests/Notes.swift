import Synchronization

/// What happened, in order, for a test to look at.
final class Notes: Sendable {
  private let lines = Mutex<[String]>([])

  var list: [String] { lines.withLock { $0 } }

  func add(_ line: String) { lines.withLock { $0.append(line) } }
}
