import Foundation

/// Standard input, which an argument of `-` stands for.
enum Input {
  static func standardData() throws -> Data {
    do {
      return try FileHandle.standardInput.readToEnd() ?? Data()
    } catch {
      throw ExitError(code: .noInput, message: "standard input cannot be read: \(error)")
    }
  }

  static func standardText() throws -> String {
    String(decoding: try standardData(), as: UTF8.self)
  }
}

extension FileManager {
  /// Only a folder has an entry for itself.
  func isFolder(_ path: String) -> Bool { fileExists(atPath: path + "/.") }
}
