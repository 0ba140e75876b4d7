import Foundation
import Schema

/// Standard output without a buffer of ours: what has been said is there to be read, by a person or
/// by the next program of a pipe.
enum Output {
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// JSON over several lines for a person, on one for a program.
  static func jsonOptions(printsDefaults: Bool = false) -> JSONOptions {
    JSONOptions(printsDefaults: printsDefaults, isPretty: isatty(STDOUT_FILENO) == 1)
  }
}
