import Foundation

/// How much random testing a run can afford.
enum LongTests {
  /// Seeds of random schedules: so many, or a hundred times as many with CAMEO_LONG_TESTS, as
  /// `deploy/test --all` sets it.
  static func seeds(_ count: UInt64) -> Range<UInt64> {
    let isLong = ProcessInfo.processInfo.environment["CAMEO_LONG_TESTS"] == "1"
    return 0..<(isLong ? count * 100 : count)
  }
}
