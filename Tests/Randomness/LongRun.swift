import Foundation

/// Whether tests run at length, as `deploy/test --all` asks for by `CAMEO_LONG_TESTS=1`, and what that
/// means for the amounts in them.
public enum LongRun {
  public static let isOn = ProcessInfo.processInfo.environment["CAMEO_LONG_TESTS"] == "1"

  /// How often, or how many: `short` in a run that somebody waits for.
  public static func count<Count>(_ short: Count, atLength long: Count) -> Count {
    isOn ? long : short
  }
}
