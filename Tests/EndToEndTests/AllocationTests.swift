import TestKit
import Testing

extension EndToEnd {
  /// What a call costs in memory, which is counted, so that it is the same on every machine.
  @Suite struct Allocations {
    /// Of a debug build, which keeps on the heap what a release puts on the stack: there it is 4 and 3
    /// (`Tests/Benchmarks/README.md`). One more a call is for a reason, or by mistake.
    @Test func `an echo allocates no more than its budget`() async throws {
      let outcome = try await Outcome.of("echo-profile", ["6400"])
      #expect(outcome.status == 0, "\(outcome.testDescription)")
      let figures = try outcome.json()
      let server = try #require(figures["serverAllocationsPerCall"].real)
      let client = try #require(figures["clientAllocationsPerCall"].real)
      #expect(server > 0 && server < 15.5, "\(server) allocations a call on the server")
      #expect(client > 0 && client < 13.5, "\(client) allocations a call on the client")
    }
  }
}
