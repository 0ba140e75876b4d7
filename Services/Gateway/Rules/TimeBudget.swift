/// How long the gateway waits for the services, so that it can still answer when they do not.
///
/// `remaining` is the time to the caller's own deadline, nil for none.
package struct TimeBudget: Equatable, Sendable {
  /// The longest wait for one round of calls, whatever the caller allows.
  package var limit: Duration

  package init(limit: Duration) {
    self.limit = limit
  }

  /// For finding the owner of an identifier: at most half of what there is, for the parts come
  /// after it.
  package func resolving(remaining: Duration?) -> Duration {
    guard let remaining else { return limit }
    return min(limit, usable(remaining) / 2)
  }

  /// For the three parts, which run side by side.
  package func parts(remaining: Duration?) -> Duration {
    guard let remaining else { return limit }
    return min(limit, usable(remaining))
  }

  /// Less a tenth, from 1 to 100 ms, to put the answer together and to send it.
  private func usable(_ remaining: Duration) -> Duration {
    let reserve = min(max(remaining / 10, .milliseconds(1)), .milliseconds(100))
    return max(remaining - reserve, .zero)
  }
}
