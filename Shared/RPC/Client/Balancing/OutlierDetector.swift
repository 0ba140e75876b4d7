internal import Runtime

/// Decides which of a group's replicas are isolated because they answer badly, and until when. Pure:
/// told of every outcome, and of the time. Replicas go by their index.
///
/// At no time are more than `maximumEjectionPercent` of them isolated.
struct OutlierDetector {
  /// Why a replica was isolated.
  enum Reason: Equatable {
    case consecutiveFailures(Int)
    /// Of 1: its own rate and the others' mean.
    case successRate(Double, others: Double)
  }

  private struct Member {
    var failuresInARow = 0
    var successes = 0
    var failures = 0
    /// When its isolation ends; nil where it is not isolated.
    var returnsAt: Int64?
    var returnedAt: Int64 = .min
    var isolation: Int64 = 0

    var volume: Int { successes + failures }
    var rate: Double { Double(successes) / Double(max(volume, 1)) }

    mutating func resetCounts() {
      successes = 0
      failures = 0
    }
  }

  let settings: OutlierSettings
  private var members: [Member] = []

  init(_ settings: OutlierSettings) { self.settings = settings }

  var count: Int { members.count }
  var ejectedCount: Int { members.count { $0.returnsAt != nil } }
  func isEjected(_ index: Int) -> Bool { members[index].returnsAt != nil }
  /// When the next isolation ends.
  var nextReturn: Int64? { members.compactMap(\.returnsAt).min() }
  func returnTime(_ index: Int) -> Int64? { members[index].returnsAt }

  private var mostEjected: Int { members.count * max(0, settings.maximumEjectionPercent) / 100 }

  mutating func add() { members.append(Member()) }

  /// Forgets a replica; the last takes its index. With fewer replicas fewer may be isolated: those come
  /// back at once (their indices afterwards).
  mutating func remove(_ index: Int, now: Int64) -> [Int] {
    members.swapAt(index, members.count - 1)
    members.removeLast()
    var returned: [Int] = []
    while ejectedCount > mostEjected, let next = earliestReturn {
      end(next, now)
      returned.append(next)
    }
    return returned
  }

  private var earliestReturn: Int? {
    members.indices.filter { members[$0].returnsAt != nil }
      .min { members[$0].returnsAt ?? 0 < members[$1].returnsAt ?? 0 }
  }

  /// A call has ended. The reason, where the replica is isolated for it.
  mutating func record(isFailure: Bool, _ index: Int, now: Int64) -> Reason? {
    guard isFailure else {
      members[index].failuresInARow = 0
      members[index].successes += 1
      return nil
    }
    members[index].failuresInARow += 1
    members[index].failures += 1
    let inARow = members[index].failuresInARow
    guard settings.consecutiveFailures > 0, inARow >= settings.consecutiveFailures,
      eject(index, now)
    else { return nil }
    return .consecutiveFailures(inARow)
  }

  /// Compares the rates of success since the last time. Those it isolates.
  mutating func compareRates(now: Int64) -> [(index: Int, reason: Reason)] {
    defer { for index in members.indices { members[index].resetCounts() } }
    let compared = members.indices.filter {
      members[$0].returnsAt == nil && members[$0].volume >= settings.requestVolume
    }
    guard compared.count >= max(2, settings.minimumHosts) else { return [] }
    let worstFirst = compared.sorted { members[$0].rate < members[$1].rate }
    var ejected: [(Int, Reason)] = []
    for index in worstFirst {
      // Against the others alone: among few, one bad rate would else widen what counts as usual so far
      // that no rate could fall out of it.
      let others = compared.filter { $0 != index }.map { members[$0].rate }
      let (mean, deviation) = Self.distribution(others)
      let rate = members[index].rate
      let margin = max(settings.deviationFactor * deviation, settings.leastDifference)
      if rate < mean - margin, eject(index, now) {
        ejected.append((index, .successRate(rate, others: mean)))
      }
    }
    return ejected
  }

  /// Ends the isolations whose time is over. Those that are back.
  mutating func release(now: Int64) -> [Int] {
    let due = members.indices.filter { members[$0].returnsAt.map { $0 <= now } ?? false }
    for index in due { end(index, now) }
    return due
  }

  private mutating func eject(_ index: Int, _ now: Int64) -> Bool {
    guard members[index].returnsAt == nil, ejectedCount < mostEjected else { return false }
    let shortest = settings.shortestIsolation.nanoseconds
    let longest = max(settings.longestIsolation.nanoseconds, shortest)
    let member = members[index]
    let isRelapse = member.isolation > 0 && now - member.returnedAt < longest
    members[index].isolation = isRelapse ? min(member.isolation * 2, longest) : shortest
    members[index].returnsAt = now + members[index].isolation
    return true
  }

  private mutating func end(_ index: Int, _ now: Int64) {
    members[index].returnsAt = nil
    members[index].returnedAt = now
    members[index].failuresInARow = 0
    members[index].resetCounts()
  }

  private static func distribution(_ rates: [Double]) -> (mean: Double, deviation: Double) {
    let count = Double(rates.count)
    let mean = rates.reduce(0, +) / count
    let variance = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return (mean, variance.squareRoot())
  }
}
