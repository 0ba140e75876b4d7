import Storage

extension Int64 {
  /// When a clock that stands still dates every entry.
  static let noon: Int64 = 1_000_000
  /// In microseconds.
  static let hour: Int64 = 3_600_000_000
}

extension ChangeRetention {
  /// Everything goes that no consumer needs; no consumer is ever too far behind.
  static let keepsNothing = ChangeRetention(
    keepMicroseconds: 0, mostEntriesBehind: .max, mostMicrosecondsBehind: .max)
}

extension Database {
  /// Adds notes "1", "2" and so on to an empty log; answers their cursors once readers see them all.
  func addInTurn(
    _ count: Int, to customer: (Int) -> String = { _ in "anna" }
  ) async throws -> [Int64] {
    for number in 1...count { try await add("\(number)", to: customer(number)) }
    return try await log(count).map(\.cursor)
  }

  @discardableResult
  func register(_ name: String, owner: String = "tests", after start: Int64? = nil) async throws
    -> ChangeConsumer
  {
    try await write(customer: "") { writer in
      try await writer.registerConsumer(name, owner: owner, after: start, now: .noon)
    }
  }

  func acknowledge(_ cursor: Int64, for name: String, now: Int64 = .noon) async throws {
    try await write(customer: "") { writer in
      try await writer.acknowledgeChanges(upTo: cursor, for: name, of: "tests", now: now)
    }
  }

  func consumer(_ name: String) async throws -> ChangeConsumer {
    try await read { try await $0.changeConsumer(name, of: "tests") }
  }
}
