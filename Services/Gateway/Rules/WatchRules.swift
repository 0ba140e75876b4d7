package import Messages
package import RPC

/// Where a watch starts, and how long it waits for a part that is away.
package enum WatchRules {
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

  /// Before the next attempt, in milliseconds, after so many failures in a row: 100 ms, doubling up
  /// to 5 s, spread by up to a fifth so that watchers do not all come back at once. `spread` is
  /// from 0 up to 1.
  package static func pauseMilliseconds(failures: Int, spread: Double) -> Int {
    let base = min(100 << min(max(failures - 1, 0), 10), 5000)
    return Int(Double(base) * (0.8 + 0.4 * spread))
  }
}
