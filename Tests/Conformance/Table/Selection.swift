import Foundation
import TestKit

/// Which cases run: those whose name begins as `CAMEO_CASES` says; all, where it says nothing.
enum Selection {
  static let prefix = ProcessInfo.processInfo.environment["CAMEO_CASES"] ?? ""

  static func of(_ cases: [ConformanceCase]) -> [ConformanceCase] {
    cases.filter { $0.name.hasPrefix(prefix) }
  }

  /// Throws where no case of the whole suite begins so: a run of nothing shows nothing, and looks well.
  static func check(_ prefix: String = prefix, of cases: [ConformanceCase]) throws {
    guard !cases.contains(where: { $0.name.hasPrefix(prefix) }) else { return }
    throw HarnessError("CAMEO_CASES=\(prefix) names no conformance case")
  }
}
