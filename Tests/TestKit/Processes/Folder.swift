import Foundation

/// A folder of a test's own, removed with its owner.
package final class Folder: Sendable {
  package let path: String

  package init() throws {
    path = NSTemporaryDirectory() + "cameo-e2e-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and returns its path.
  package func write(_ name: String, _ content: some Collection<UInt8>) throws -> String {
    try Data(content).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }

  package func write(_ name: String, _ lines: String) throws -> String {
    try write(name, Array(lines.utf8))
  }
}
