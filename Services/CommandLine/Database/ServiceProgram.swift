import Foundation
import Storage

/// A service's own program, beside this one: it alone knows the service's schema.
struct ServiceProgram {
  let name: String
  private var executable: String { "cameo-\(name)" }

  /// - Parameter name: of a service.
  init(_ name: String) { self.name = name }

  private var path: String {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent(executable).path
  }

  /// Has it bring a schema up to date.
  ///
  /// - Parameters:
  ///   - arguments: that say which, beside `--migrate-only`.
  ///   - environment: beside this process's own: what nobody is to see in a list of processes.
  ///   - progress: told after each step.
  /// - Returns: its exit code, and what it said beside its steps, line by line.
  func migrate(
    _ arguments: [String] = [], environment: [String: String] = [:],
    progress: (WorkProgress) -> Void
  ) throws -> (status: Int32, said: [String]) {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--migrate-only"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    do { try process.run() } catch { throw missing(error.why) }
    var said: [String] = []
    Self.eachLine(of: errors.fileHandleForReading) { line in
      if let step = Self.step(line) { progress(step) } else { said.append(printable(line)) }
    }
    process.waitUntilExit()
    return (process.terminationStatus, said)
  }

  /// As they come, to the end of the file.
  private static func eachLine(of file: FileHandle, _ body: (String) -> Void) {
    var partial = Data()
    while case let bytes = file.availableData, !bytes.isEmpty {
      let lines = (partial + bytes).split(separator: 10, omittingEmptySubsequences: false)
      partial = lines.last ?? Data()
      for line in lines.dropLast() { body(String(decoding: line, as: UTF8.self)) }
    }
    if !partial.isEmpty { body(String(decoding: partial, as: UTF8.self)) }
  }

  /// What a line as "cameo-profile: migration 2 of 5 is done" says of a schema's steps; nil for another.
  static func step(_ line: String) -> WorkProgress? {
    guard let match = line.wholeMatch(of: /cameo-[a-z]+: migration (\d+) of (\d+) is done/),
      let done = Int(match.1), let total = Int(match.2)
    else { return nil }
    return WorkProgress(done: done, total: total)
  }

  private func missing(_ reason: String) -> ExitError {
    ExitError(
      code: .noInput, message: "\(path) cannot be started: \(reason)",
      hint: "The services' programs stand beside this one.")
  }
}
