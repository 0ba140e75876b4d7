import Foundation

/// `deploy/test --all` runs the soak cases at length.
enum LongRun {
  static let isOn = ProcessInfo.processInfo.environment["CAMEO_LONG_TESTS"] == "1"

  /// How often: `short` in a run that somebody waits for.
  static func count(_ short: Int, atLength long: Int) -> Int { isOn ? long : short }
}
