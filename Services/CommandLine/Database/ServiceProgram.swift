import Foundation

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

  /// This process goes on as the program: its lines and its exit code are the answer.
  func become(_ arguments: [String]) throws {
    var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    unsafe execv(path, &words)
    throw missing(unsafe String(cString: strerror(errno)))
  }

  /// Runs it to its end.
  ///
  /// - Parameter environment: beside this process's own: what nobody is to see in a list of processes.
  func run(_ arguments: [String], environment: [String: String]) async throws {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    do { try process.run() } catch { throw missing(error.why) }
    // It says a line or two, which the pipe holds.
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ExitError(
        code: .software,
        message: printable(
          String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)))
    }
  }

  private func missing(_ reason: String) -> ExitError {
    ExitError(
      code: .noInput, message: "\(path) cannot be started: \(reason)",
      hint: "The services' programs stand beside this one.")
  }
}
