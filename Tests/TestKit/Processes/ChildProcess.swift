package import Foundation

/// One of the real executables, running. It ends at the latest with the tests.
package final class ChildProcess: Sendable {
  package let output: LineLog
  package let error: LineLog
  private let process: Process
  private let ended: Signal

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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    process.arguments = ["--pdeathsig", "KILL", path] + arguments
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("CAMEO_") }.merging(environment) { $1 }
    return try await ChildProcess(process, input: input)
  }

  private init(_ process: Process, input: Data?) async throws {
    let (outputPipe, errorPipe, ended) = (Pipe(), Pipe(), Signal())
    process.standardOutput = outputPipe
    process.standardError = errorPipe
    process.terminationHandler = { _ in ended.send() }
    let inputPipe = input.map { _ in Pipe() }
    process.standardInput = inputPipe ?? FileHandle.nullDevice
    self.process = process
    self.ended = ended
    try await Spawner.shared.run(process)
    output = LineLog(reading: outputPipe.fileHandleForReading)
    error = LineLog(reading: errorPipe.fileHandleForReading)
    if let input, let inputPipe {
      try? inputPipe.fileHandleForWriting.write(contentsOf: input)
      try? inputPipe.fileHandleForWriting.close()
    }
  }

  package var isRunning: Bool { process.isRunning }

  package var identifier: Int32 { process.processIdentifier }

  package func signal(_ number: Int32) {
    if process.isRunning { kill(process.processIdentifier, number) }
  }

  /// The exit code, or the number of the signal that ended it. Cancelled, it kills the process.
  @discardableResult package func end() async -> Int32 {
    await withTaskCancellationHandler {
      await ended.wait()
    } onCancel: {
      signal(SIGKILL)
    }
    return process.terminationStatus
  }

  package var wasKilled: Bool { process.terminationReason == .uncaughtSignal }
}

/// The test could not be carried out.
package struct HarnessError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
