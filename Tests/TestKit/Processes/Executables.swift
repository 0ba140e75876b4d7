import Foundation

/// Where the package's executables are: beside the test bundle, which is itself one.
package enum Executables {
  package static let folder: String = {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: own ?? CommandLine.arguments[0]).deletingLastPathComponent().path
  }()
}
