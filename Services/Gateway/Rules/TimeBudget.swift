/// How long the gateway waits for the services, so that it can still answer when they do not.
///
/// Nanoseconds throughout; `remaining` is the time to the caller's own deadline, nil for none.
package struct TimeBudget: Equatable, Sendable {
  /// The longest wait for one round of calls, whatever the caller allows.
  package var limit: Int64

  package init(limit: Int64) {
    self.limit = limit
  }

  /// For finding the owner of an identifier: at most half of what there is, for the parts come after it.
  package func resolving(remaining: Int64?) -> Int64 {
    guard let remaining else { return limit }
    return min(limit, usable(remaining) / 2)
  }

  /// For the three parts, which run side by side.
  package func parts(remaining: Int64?) -> Int64 {
    guard let remaining else { return limit }
    return min(limit, usable(remaining))
  }

  /// Less a tenth, from 1 to 20 ms, to put the answer together and to send it.
  private func usable(_ remaining: Int64) -> Int64 {
    let reserve = min(max(remaining / 10, 1_000_000), 20_000_000)
    return max(remaining - reserve, 0)
  }
}
