import Foundation
import Testing

@testable import TLS

/// What handshakes cost, by hand: `CAMEO_MEASURE=1 swift test --filter HandshakeCost`. It prints and
/// judges nothing.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["CAMEO_MEASURE"] != nil), .serialized)
struct HandshakeCost {
  private static let rounds = 1_000

  @Test(arguments: [false, true]) func `CPU of each side`(resumes: Bool) throws {
    let authority = try TestAuthority()
    try authority.authority.issue("profile", .service)
    try authority.authority.issue("anna", .client)
    for checksRevocations in [false, true] {
      if checksRevocations { try authority.authority.revoke([]) }
      func context(_ role: TLSContext.Role, _ name: String) throws -> TLSContext {
        try TLSContext(
          role: role, TLSConfiguration(directory: authority.directory, name: name),
          resumes: resumes)
      }
      let (client, server) = (try context(.client, "anna"), try context(.server, "profile"))
      var spent = (client: 0.0, server: 0.0)
      for _ in 0..<Self.rounds { try Self.connect(client, server, &spent) }
      let count = Double(Self.rounds)
      print(
        "resumed \(server.handshakes.resumed) of \(Self.rounds), revocations \(checksRevocations):",
        "server \(Int(spent.server / count * 1e6)) us,",
        "client \(Int(spent.client / count * 1e6)) us")
    }
  }

  /// Handshake, ticket, and end, with the thread's CPU time on each side added up.
  private static func connect(
    _ client: TLSContext, _ server: TLSContext, _ spent: inout (client: Double, server: Double)
  ) throws {
    let pair = try TLSPair(client, server, at: "10.0.0.1:7101")
    var isDone = (client: false, server: false)
    while !isDone.client || !isDone.server {
      spent.client += cost { isDone.client = pair.client.handshake().identity != nil }
      spent.server += cost { isDone.server = pair.server.handshake().identity != nil }
    }
    spent.client += cost { _ = pair.client.read() }
  }

  private static func cost(_ body: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    body()
    return now() - start
  }
}
