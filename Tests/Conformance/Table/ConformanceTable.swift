import Synchronization

/// What came of every case of a run.
final class ConformanceTable: Sendable {
  struct Row: Sendable {
    let name: String
    let checks: String
    /// Why it failed; nil where it did not.
    let failure: String?
  }

  private let rows = Mutex<[Row]>([])

  func add(_ row: Row) { rows.withLock { $0.append(row) } }

  /// One line a case, by name; then how many there were.
  var text: String {
    let rows = rows.withLock { $0.sorted { $0.name < $1.name } }
    let width = rows.map(\.name.count).max() ?? 0
    var lines = rows.map { row in
      let name = row.name.padding(to: width)
      return "\(row.failure == nil ? "pass" : "FAIL")  \(name)  \(row.failure ?? row.checks)"
    }
    let failed = rows.count { $0.failure != nil }
    lines.append(
      "\(rows.count) conformance cases: \(rows.count - failed) passed, \(failed) failed")
    return lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
