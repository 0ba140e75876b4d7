import Foundation
import Synchronization
import Testing

@testable import TLS

@Suite struct TLSCredentialsTests {
  @Test func `connections that begin after a replacement use the new certificate`() throws {
    let authority = try TestAuthority()
    let files = try authority.authority.issue("profile", .service)
    let credentials = TLSCredentials(try TLSContext(role: .server, files))
    let told = Atomic<Int>(0)
    credentials.whenReplaced {
      told.wrappingAdd(1, ordering: .relaxed)
      return told.load(ordering: .relaxed) < 2
    }
    for round in 1...3 {
      try authority.authority.renew("profile", validity: .days(round, from: Self.now))
      try credentials.replace(with: TLSContext(role: .server, files))
      let days = (credentials.current.certificateExpires - Self.now + 60) / 86_400
      #expect(Int(days) == round)
      // Who returned false is not told any more.
      #expect(told.load(ordering: .relaxed) == min(round, 2))
    }
  }

  @Test func `what must not follow is refused, and what there was stays`() throws {
    let authority = try TestAuthority()
    let files = try authority.authority.issue("profile", .service)
    let credentials = TLSCredentials(try TLSContext(role: .server, files))
    let first = credentials.current
    let other = try authority.context(.server, "consent")
    let client = try TLSContext(role: .client, files)
    for (next, words) in [
      (other, "/service/consent's, and this is"), (client, "a client's context"),
    ] {
      let error = #expect(throws: TLSError.self) { try credentials.replace(with: next) }
      #expect(error?.message.contains(words) == true, "\(String(describing: error))")
      #expect(credentials.current === first)
    }
  }

  @Test func `a revocation list that goes missing does not set free whom it named`() throws {
    let authority = try TestAuthority()
    try authority.authority.issue("profile", .service)
    try authority.authority.revoke([])
    func files() -> TLSConfiguration {
      TLSConfiguration(directory: authority.directory, name: "profile")
    }
    let credentials = TLSCredentials(try TLSContext(role: .server, files()))
    try FileManager.default.removeItem(atPath: "\(authority.directory)/crl.pem")
    let error = #expect(throws: TLSError.self) {
      try credentials.replace(with: TLSContext(role: .server, files()))
    }
    #expect(error?.message.contains("the revocation list is gone") == true)
    try authority.authority.revoke([])
    try credentials.replace(with: TLSContext(role: .server, files()))
  }

  @Test func `an open connection's peer is judged by the new files`() throws {
    let authority = try TestAuthority()
    let foreign = try TestAuthority()
    try authority.authority.issue("anna", .client)
    let server = try authority.context(.server)
    let pair = try TLSPair(
      TLSContext(role: .client, TLSConfiguration(directory: authority.directory, name: "anna")),
      server)
    #expect(pair.shakeHands().server.identity != nil)
    #expect(pair.server.trust(by: server) == .accepted)
    #expect(pair.server.trust(by: try authority.context(.server)) == .accepted)
    let elsewhere = try foreign.context(.server)
    guard case .refused(let reason) = pair.server.trust(by: elsewhere) else {
      Issue.record("a foreign authority accepts anna")
      return
    }
    #expect(!reason.isEmpty)
    try authority.authority.revoke(["anna"])
    #expect(pair.server.trust(by: try authority.context(.server)) == .revoked)
    #expect(pair.client.trust(by: try authority.context(.client)) == .accepted)
  }

  private static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}
