import Randomness
import Testing

/// Every rule of PROTOCOL.md and every case of gRPC's and Connect's lists, over real sockets: against a
/// `cameo test-server` in a process of its own, and against clients whose server is a script.
///
/// A case is one argument of one of the tests below and has a name that stays, which PROTOCOL.md links
/// to. At the end a table of all that ran is printed.
@Suite(.conformance, .timeLimit(.minutes(LongRun.count(10, atLength: 60)))) struct Conformance {
  @Test(arguments: Selection.of(Interop.cases)) func `gRPC's interoperability list`(
    _ one: ConformanceCase
  ) async throws {
    try await one.run()
  }

  @Test(arguments: Selection.of(Negative.cases)) func `gRPC's negative list`(
    _ one: ConformanceCase
  ) async throws {
    try await one.run()
  }

  @Test(arguments: Selection.of(Connect.cases)) func `Connect's areas`(_ one: ConformanceCase)
    async throws
  {
    try await one.run()
  }

  @Test(arguments: Selection.of(OwnWire.cases)) func `the wire itself`(_ one: ConformanceCase)
    async throws
  {
    try await one.run()
  }

  @Test(arguments: Selection.of(OtherLanguage.cases)) func `another language`(
    _ one: ConformanceCase
  ) async throws {
    try await one.run()
  }

  static let cases =
    Interop.cases + Negative.cases + Connect.cases + OwnWire.cases + OtherLanguage.cases
    + [ConformanceTrait.survival]
}
