import Histogram
import RPC

/// What came of a load: one for all its lanes, for each histogram takes some 200 KiB.
struct LoadOutcome: Sendable {
  /// Of calls that succeeded, in nanoseconds.
  private(set) var latencies = Histogram<UInt64>(
    highestTrackableValue: longest, numberOfSignificantValueDigits: .three)
  /// By the name of their status.
  private(set) var failures: [String: Int] = [:]
  private(set) var firstFailure: RPCError?
  /// Calls that were due but not sent, because every lane still waited for an answer.
  private(set) var unsent = 0

  /// Longer is counted as this: five minutes.
  private static let longest: UInt64 = 300_000_000_000

  mutating func add(_ nanoseconds: Int64, _ failure: RPCError?) {
    if let failure {
      failures[failure.code.name, default: 0] += 1
      firstFailure = firstFailure ?? failure
    } else {
      record(nanoseconds)
    }
  }

  /// A call that has waited for so long and was not sent. It counts with what it has waited so far,
  /// which is too little: to leave it out would be worse.
  mutating func neverSent(after nanoseconds: Int64) {
    unsent += 1
    record(nanoseconds)
  }

  /// Calls that were answered.
  var calls: Int { Int(latencies.totalCount) - unsent }

  private mutating func record(_ nanoseconds: Int64) {
    latencies.record(min(UInt64(max(1, nanoseconds)), Self.longest))
  }
}
