import TestKit
import Testing

/// What the cases of one run share: the server under test and the table.
struct ConformanceBench: Sendable {
  @TaskLocal static var current: ConformanceBench?

  let subject: Subject
  let table: ConformanceTable
}

/// Starts the server, runs the suite, looks whether the server is still well, and prints the table.
struct ConformanceTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try Selection.check(of: Conformance.cases)
    let subject = try await Subject()
    let table = ConformanceTable()
    try await ConformanceBench.$current.withValue(.init(subject: subject, table: table)) {
      try await function()
    }
    do {
      try await Self.survival.run(with: subject, noting: table)
    } catch {
      Issue.record(error)
    }
    await subject.stop()
    print(table.text)
  }

  /// After all that was done to it.
  static let survival = ConformanceCase(
    "wire/survival", "after every other case the server answers, then drains and exits with 0"
  ) { subject in
    try await subject.answers()
    subject.process.signal(15)
    let status = await subject.process.end()
    try #require(status == 0 && !subject.process.wasKilled)
  }
}

extension Trait where Self == ConformanceTrait {
  static var conformance: Self { Self() }
}
