import Randomness
import Testing

/// One thing that an implementation either does or does not. Its body throws where it does not: with
/// `#require`, so that the table knows of every failure.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  /// `area/case`, as in `interop/large_unary`: stable, for PROTOCOL.md refers to it.
  let name: String
  /// What a pass shows, in a few words for the table.
  let checks: String
  private let body: @Sendable (Subject) async throws -> Void

  init(
    _ name: String, _ checks: String, _ body: @escaping @Sendable (Subject) async throws -> Void
  ) {
    self.name = name
    self.checks = checks
    self.body = body
  }

  var testDescription: String { name }

  /// Everything before the last `/`.
  var area: String { name.split(separator: "/").dropLast().joined(separator: "/") }

  /// Runs it against the suite's server, and notes the result in the suite's table.
  func run() async throws {
    let bench = try #require(ConformanceBench.current)
    try await run(with: bench.subject, noting: bench.table)
  }

  func run(with subject: Subject, noting table: ConformanceTable) async throws {
    do {
      try await inTime { try await body(subject) }
      table.add(.init(name: name, checks: checks, failure: nil))
    } catch {
      table.add(.init(name: name, checks: checks, failure: Self.text(of: error)))
      throw error
    }
  }

  private static func text(of error: any Error) -> String {
    guard let error = error as? ExpectationFailedError else { return "\(error)" }
    let place = error.expectation.sourceLocation
    return "not as expected at \(place.fileID):\(place.line)"
  }

  /// No case holds up the others for ever, whatever it waits for.
  private func inTime(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let (outcomes, outcome) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
    let work = Task {
      do {
        outcome.yield(.success(try await body()))
      } catch {
        outcome.yield(.failure(error))
      }
    }
    let clock = Task {
      try await Task.sleep(for: LongRun.isOn ? .seconds(900) : .seconds(60))
      outcome.yield(.failure(TookTooLong()))
    }
    defer {
      work.cancel()
      clock.cancel()
    }
    for await first in outcomes { return try first.get() }
  }

  struct TookTooLong: Error, CustomStringConvertible {
    var description: String { "the case did not end" }
  }
}
