package import Foundation

/// One of the real executables, running. It ends at the latest with the tests.
package final class ChildProcess: Sendable {
  package let output: LineLog
  package let error: LineLog
  private let process: SpawnedProcess

  /// - Parameters:
  ///   - executable: a name beside the test bundle, or a path.
  ///   - environment: beside that of the tests, whose own CAMEO_ variables do not count.
  package static func start(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    input: Data? = nil
  ) async throws -> ChildProcess {
    let path =
      executable.hasPrefix("/") ? executable : Executables.folder + "/" + executable
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw HarnessError("there is no \(path): build all of the package first")
    }
    let environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("CAMEO_") }.merging(environment) { $1 }
    let (outputPipe, errorPipe, inputPipe) = (Pipe(), Pipe(), input.map { _ in Pipe() })
    let process = try await Spawner.shared.start {
      try SpawnedProcess(
        "/usr/bin/setpriv", ["--pdeathsig", "KILL", path] + arguments, environment: environment,
        input: inputPipe?.fileHandleForReading ?? .nullDevice,
        output: outputPipe.fileHandleForWriting, error: errorPipe.fileHandleForWriting)
    }
    // Else the outputs would never end, and nobody would tell a writer that it is gone.
    for end in [outputPipe.fileHandleForWriting, errorPipe.fileHandleForWriting] {
      try? end.close()
    }
    try? inputPipe?.fileHandleForReading.close()
    let child = ChildProcess(process, outputPipe, errorPipe)
    if let input, let inputPipe {
      try? inputPipe.fileHandleForWriting.write(contentsOf: input)
      try? inputPipe.fileHandleForWriting.close()
    }
    return child
  }

  private init(_ process: SpawnedProcess, _ outputPipe: Pipe, _ errorPipe: Pipe) {
    self.process = process
    output = LineLog(reading: outputPipe.fileHandleForReading)
    error = LineLog(reading: errorPipe.fileHandleForReading)
  }

  package var isRunning: Bool { process.isRunning }

  package var identifier: Int32 { process.identifier }

  package func signal(_ number: Int32) { process.signal(number) }

  /// The exit code, or the number of the signal that ended it. Cancelled, it kills the process.
  @discardableResult package func end() async -> Int32 {
    await withTaskCancellationHandler {
      await process.wait()
    } onCancel: {
      signal(SIGKILL)
    }
    switch process.ending {
    case .exited(let code): return code
    case .killed(let signal): return signal
    case nil: return -1
    }
  }

  package var wasKilled: Bool {
    if case .killed = process.ending { true } else { false }
  }
}

/// The test could not be carried out.
package struct HarnessError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
