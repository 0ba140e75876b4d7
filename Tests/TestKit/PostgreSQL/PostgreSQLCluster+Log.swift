import Foundation

extension PostgreSQLCluster {
  /// The first line of the server's log that `matches`, of those there are or the next to come.
  ///
  /// - Throws: `CancellationError` where the test is over before there is one.
  package func logLine(where matches: (Substring) -> Bool) async throws -> Substring {
    while true {
      let log = try String(contentsOfFile: "\(folder)/log", encoding: .utf8)
      if let line = log.split(separator: "\n").first(where: matches) { return line }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Returns when the server has told of a client that went away amid a transaction: what a replica that
  /// is killed leaves behind.
  ///
  /// - Parameter words: beside that, in the same line.
  package func tellsOfLostClient(_ words: String = "") async throws {
    let ways = ["connection to client lost", "on client connection with an open transaction"]
    _ = try await logLine { line in
      ways.contains { line.contains($0) } && line.contains(words)
    }
  }
}
