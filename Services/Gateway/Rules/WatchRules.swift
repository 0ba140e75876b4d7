package import Messages
package import RPC

/// Where a watch starts, and how long it waits for a part that is away.
package enum WatchRules {
  /// How often a part's log may grow by others' changes before it says where a watch may go on, so that a
  /// quiet customer's is not taken up from a cursor that has been compacted since.
  static let passedEvery: UInt32 = 1_000

  /// Where each named part goes on.
  ///
  /// - Throws: INVALID_ARGUMENT for a part that is unknown or named twice.
  package static func cursors(_ after: [GatewayV1.PartCursor]) throws(RPCError) -> [Part: UInt64] {
    var cursors: [Part: UInt64] = [:]
    for (place, cursor) in after.enumerated() {
      guard let part = Part(rawValue: cursor.name) else {
        throw RPCError.invalid(
          "after[\(place)].name", rule: "part", "Name profile, consent or survey.")
      }
      guard cursors.updateValue(cursor.afterCursor, forKey: part) == nil else {
        throw RPCError.invalid(
          "after[\(place)].name", rule: "unique", "'\(cursor.name)' is named twice.")
      }
    }
    return cursors
  }

  /// Where a part's log goes on, if it answered that it does not have the cursor any more (compacted) or
  /// yet (restored).
  package static func cursor(behindGap error: RPCError) -> UInt64? {
    guard error.code == .outOfRange,
      let detail = error.details.first(where: { $0.type == RPCV1.Reason.fullName }),
      let reason = try? RPCV1.Reason(decoding: detail.value)
    else { return nil }
    let entry = reason.metadata.first { ["compacted_cursor", "newest_cursor"].contains($0.key) }
    return entry.flatMap { UInt64($0.value) }
  }

  /// Before the next attempt, in milliseconds, after so many failures in a row: 100 ms, doubling up
  /// to 5 s, spread by up to a fifth so that watchers do not all come back at once. `spread` is
  /// from 0 up to 1.
  package static func pauseMilliseconds(failures: Int, spread: Double) -> Int {
    let base = min(100 << min(max(failures - 1, 0), 10), 5000)
    return Int(Double(base) * (0.8 + 0.4 * spread))
  }
}
