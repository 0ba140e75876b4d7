import Foundation

/// A folder of a test's own, removed with its owner, and at the latest when the tests end.
package final class Folder: Sendable {
  package let path: String

  /// - Parameter name: says whose it is, for people who look.
  package init(_ name: String = "test") throws {
    path = Folder.unused(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path at which there is nothing yet, and where whatever comes goes when the tests end.
  package static func unused(_ name: String) -> String {
    "\(TestsFolder.path)/\(name)-\(UUID().uuidString)"
  }

  /// Writes a file, and returns its path.
  package func write(_ name: String, _ content: some Collection<UInt8>) throws -> String {
    try Data(content).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }

  package func write(_ name: String, _ lines: String) throws -> String {
    try write(name, Array(lines.utf8))
  }
}

/// The folder in which all others of one run of the tests are.
///
/// An owner is often not let go of: a database has threads that hold on to it, and what is a global's
/// or a crashed test's stays. So a shell waits for the end of its input, which the kernel brings about
/// however the tests end, and removes everything. Children of the tests may be ending at that moment
/// and still write: it tries more than once.
private enum TestsFolder {
  static let path: String = {
    let path = NSTemporaryDirectory() + "cameo-tests-\(getpid())-\(UUID().uuidString.prefix(8))"
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let keeping = [
        "-c",
        """
        trap '' HUP INT TERM
        while read -r nothing; do :; done
        for attempt in 1 2 3 4 5; do rm -rf "$1" 2>/dev/null && exit; sleep 1; done
        """, "sh", path,
      ]
      _ = try SpawnedProcess(
        "/bin/sh", keeping, input: input.fileHandleForReading, error: .nullDevice)
      try input.fileHandleForReading.close()
    } catch {
      fatalError("no folder for tests at \(path): \(error)")
    }
    return path
  }()

  /// Its other end is closed by the kernel, with the last of this process.
  private static let input = Pipe()
}
