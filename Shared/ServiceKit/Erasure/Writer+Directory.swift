public import Storage

extension Writer {
  /// Deletes the rows of a directory that have these keys.
  ///
  /// A directory has no index by customer, which every write would pay for: whoever erases a customer knows
  /// the keys from that customer's own rows.
  public func delete(_ keys: [String], in column: String, of directory: String) async throws {
    // A statement of one form, whatever the number of keys: the last is said again to fill it.
    let size = 64
    let places = (1...size).map { "$\($0)" }.joined(separator: ", ")
    let sql = "DELETE FROM \(directory) WHERE \(column) IN (\(places))"
    for start in stride(from: 0, to: keys.count, by: size) {
      let part = keys[start..<min(start + size, keys.count)]
      let filled = part + Array(repeating: part[part.endIndex - 1], count: size - part.count)
      try await execute(sql, filled.map { .text($0) })
    }
  }
}
