import Foundation

/// The files that an import writes beside the services.
extension Import {
  /// Before anything goes in: what cannot be written then would be lost.
  func checkOutputs() throws {
    let files = FileManager.default
    for path in [report, ids].compactMap(\.self) {
      let exists = files.fileExists(atPath: path)
      let url = URL(fileURLWithPath: path).standardizedFileURL
      guard !files.isFolder(path) else {
        throw ExitError(code: .noInput, message: "\(path) is a folder, not a file to write to")
      }
      guard url != URL(fileURLWithPath: file).standardizedFileURL else {
        throw ExitError(code: .dataError, message: "\(path) is the file to import")
      }
      // It is replaced at once when all is known, so its folder counts.
      guard files.isWritableFile(atPath: url.deletingLastPathComponent().path),
        !exists || files.isWritableFile(atPath: path)
      else { throw Self.unwritable(path, "it or its folder is not there to write to") }
    }
  }

  private static func unwritable(_ path: String, _ why: String) -> ExitError {
    ExitError(
      code: .noInput, message: "\(path) cannot be written: \(why)",
      hint: "Is its folder there, and may you write in it?")
  }

  func writeFiles(_ outcome: ImportOutcome) throws {
    if let report {
      let rows = outcome.refused.map {
        [String($0.line), $0.column, $0.rule, $0.message].map(Self.quoted).joined(separator: ",")
      }
      try write((["line,column,rule,message"] + rows), to: report)
    }
    if let ids { try write(outcome.customerIDs.values.uniqued().sorted(), to: ids) }
  }

  private func write(_ lines: [String], to path: String) throws {
    do {
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(
        to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Self.unwritable(path, error.why)
    }
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
