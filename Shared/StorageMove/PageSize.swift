import Storage

/// How many rows to take at a time: about so many bytes, whatever the rows are like. Pure.
struct PageSize {
  private static let bytes = 2 << 20
  private static let most = 4_096
  private(set) var rows = 256

  /// Learns from a page.
  mutating func learn(_ page: [[SQLValue]]) {
    guard !page.isEmpty else { return }
    let size = page.reduce(0) { $0 + $1.reduce(0) { $0 + Self.size($1) } }
    // Twice as many at the most: the next rows may be larger ones.
    rows = max(1, min(Self.bytes * page.count / max(size, 1), rows * 2, Self.most))
  }

  private static func size(_ value: SQLValue) -> Int {
    switch value {
    case .null, .integer, .real: 8
    case .text(let text): 8 + text.utf8.count
    case .blob(let blob): 8 + blob.count
    }
  }
}
