import Foundation

/// What came of a command.
package struct Outcome: Sendable {
  package let command: String
  package let status: Int32
  package let wasKilled: Bool
  package let output: String
  package let error: String

  package var testDescription: String { "\(command)\n=> \(status)\n\(output)\n\(error)" }

  /// Runs a command to its end.
  package static func of(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    input: String? = nil
  ) async throws -> Outcome {
    let process = try await ChildProcess.start(
      executable, arguments, environment: environment, input: input.map { Data($0.utf8) })
    let status = await process.end()
    return Outcome(
      command: ([executable] + arguments).joined(separator: " "), status: status,
      wasKilled: process.wasKilled, output: await process.output.whole(),
      error: await process.error.whole())
  }
}
