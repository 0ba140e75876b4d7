import Storage
import Synchronization

/// What a database has warned of.
final class Warnings: Sendable {
  private let texts: Mutex<[String]>

  init(_ condition: DatabaseCondition) {
    texts = Mutex([])
    condition.observe { [weak self] event in
      if case .warning(let text) = event { self?.texts.withLock { $0.append(text) } }
    }
  }

  var all: [String] { texts.withLock { $0 } }
}
