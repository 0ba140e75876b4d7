import Foundation
import Testing

/// What came of a command.
struct Outcome: CustomTestStringConvertible {
  let command: String
  let status: Int32
  let wasKilled: Bool
  let output: String
  let error: String

  var testDescription: String { "\(command)\n=> \(status)\n\(output)\n\(error)" }

  /// Runs a command to its end.
  static func of(
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

  /// The output, read as one JSON object.
  func json() throws -> JSON {
    guard let value = try? JSONSerialization.jsonObject(with: Data(output.utf8)) else {
      throw HarnessError("no JSON: \(testDescription)")
    }
    return JSON(value)
  }
}

/// A JSON value, to look into.
struct JSON {
  private let value: Any?

  init(_ value: Any?) { self.value = value }

  subscript(name: String) -> JSON { JSON((value as? [String: Any])?[name]) }
  subscript(index: Int) -> JSON { JSON(elements.indices.contains(index) ? elements[index] : nil) }

  var text: String? { value as? String }
  var number: Int? { value as? Int }
  var real: Double? { value as? Double }
  var isAbsent: Bool { value == nil }
  var list: [JSON] { elements.map(JSON.init) }

  private var elements: [Any] { value as? [Any] ?? [] }
}
