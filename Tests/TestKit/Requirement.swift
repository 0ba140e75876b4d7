import Foundation

/// What a test needs of the machine that not every machine has: programs of more packages, rights.
package enum Requirement {
  /// Whether a test is run that needs this. With CAMEO_REQUIRE=1 it is in any case: there it fails, and is
  /// not skipped.
  package static func isMet(_ isThere: Bool) -> Bool {
    isThere || ProcessInfo.processInfo.environment["CAMEO_REQUIRE"] == "1"
  }
}
