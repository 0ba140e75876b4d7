import Foundation
import Testing

@testable import TLS

@Suite struct ResumptionTests {
  private static let address = "10.0.0.1:7101"
  private static let profile = "spiffe://cameo.local/service/profile"

  /// One connection, ticket and all.
  @discardableResult
  private static func connect(
    _ client: TLSContext, _ server: TLSContext, expecting: String? = profile,
    at address: String? = address
  ) throws -> TLSPair {
    let pair = try TLSPair(client, server, expecting: expecting, at: address)
    let (one, other) = pair.shakeHands()
    _ = try #require(one.identity, "\(one)")
    _ = try #require(other.identity, "\(other)")
    #expect(pair.client.read().result == .wantRead)
    #expect(pair.client.write([1]) == .bytes(1))
    #expect(pair.server.read().bytes == [1])
    return pair
  }

  @Test func `who comes back resumes, with both identities, and a ticket for the next time`() throws
  {
    let authority = try TestAuthority()
    let (client, server) = (try authority.context(.client, "anna"), try authority.context(.server))
    let first = try Self.connect(client, server)
    #expect(!first.client.isResumed && !first.server.isResumed)
    for _ in 0..<3 {
      let pair = try Self.connect(client, server)
      #expect(pair.client.isResumed && pair.server.isResumed)
      #expect(pair.server.peer?.uri == "spiffe://cameo.local/client/anna")
      #expect(pair.client.peer?.uri == Self.profile)
    }
    #expect(server.handshakes.full == 1 && server.handshakes.resumed == 3)
    #expect(client.handshakes.full == 1 && client.handshakes.resumed == 3)
    #expect(client.sessions?.count == 1)
  }

  @Test func `a ticket is used once, and kept for one server and one expected peer`() throws {
    let authority = try TestAuthority()
    let (client, server) = (try authority.context(.client, "anna"), try authority.context(.server))
    try Self.connect(client, server)
    #expect(try !Self.connect(client, server, at: "10.0.0.2:7101").client.isResumed)
    #expect(try !Self.connect(client, server, expecting: nil).client.isResumed)
    #expect(try !Self.connect(client, server, at: nil).client.isResumed)
    // Both take at the same time what there is one of.
    let one = try TLSPair(client, server, expecting: Self.profile, at: Self.address)
    let other = try TLSPair(client, server, expecting: Self.profile, at: Self.address)
    #expect(one.shakeHands().server.identity != nil && other.shakeHands().server.identity != nil)
    #expect(one.client.isResumed && !other.client.isResumed)
  }

  @Test func `either side can do without`() throws {
    let authority = try TestAuthority()
    let client = try authority.authority.issue("anna", .client)
    let server = try authority.authority.issue("profile", .service)
    for (clientResumes, serverResumes) in [(false, true), (true, false), (false, false)] {
      let one = try TLSContext(role: .client, client, resumes: clientResumes)
      let other = try TLSContext(role: .server, server, resumes: serverResumes)
      for _ in 0..<2 { #expect(try !Self.connect(one, other).client.isResumed) }
    }
  }

  @Test func `a server with other files makes a full handshake, and looks at the certificate`()
    throws
  {
    let authority = try TestAuthority()
    let client = try authority.context(.client, "anna")
    try Self.connect(client, authority.context(.server))
    let replaced = try authority.context(.server)
    #expect(try !Self.connect(client, replaced).server.isResumed)
    #expect(try Self.connect(client, replaced).server.isResumed)
    // Revoked: the session is worth nothing to a server that knows.
    try authority.authority.revoke(["anna"])
    let pair = try TLSPair(
      client, authority.context(.server), expecting: Self.profile, at: Self.address)
    let (_, refusing) = pair.shakeHands()
    #expect(refusing.error?.message.contains("revoked") == true, "\(refusing)")
  }

  @Test func `a session ends with its certificate, on either side`() async throws {
    let authority = try TestAuthority()
    let now = Int64(Date().timeIntervalSince1970)
    func short(_ name: String, _ kind: PeerIdentity.Kind) throws -> TLSConfiguration {
      try authority.authority.issue(name, kind, validity: Validity(from: now - 9, until: now + 600))
    }
    let server = try TLSContext(role: .server, short("profile", .service))
    let client = try TLSContext(role: .client, short("anna", .client))
    let pair = try Self.connect(client, server)
    #expect(pair.server.authenticatedUntil == now + 600)
    #expect(pair.client.authenticatedUntil == now + 600)
    let key = SessionCache.Key(address: Self.address, expected: Self.profile)
    #expect(client.sessions?.take(for: key, at: now + 600) == nil)
    #expect(client.sessions?.count == 0)
  }

  @Test func `believing somebody lasts a day at most, and is not prolonged by resuming`() throws {
    let authority = try TestAuthority()
    let (client, server) = (try authority.context(.client, "anna"), try authority.context(.server))
    let first = try Self.connect(client, server)
    let until = first.server.authenticatedUntil
    #expect(abs(until - Int64(Date().timeIntervalSince1970) - 86_400) < 60)
    let second = try TLSPair(client, server, expecting: Self.profile, at: Self.address)
    #expect(second.client.handshake() == .wantRead)
    #expect(second.server.handshake() == .wantRead)
    #expect(second.server.authenticatedUntil == until)
    // As if it had been looked at longer ago: the next ticket must not say otherwise.
    second.server.authenticatedUntil = until - 1_000
    second.client.authenticatedUntil = until - 2_000
    #expect(second.shakeHands().server.identity != nil && second.server.isResumed)
    _ = second.client.read()
    let third = try Self.connect(client, server)
    #expect(third.server.isResumed && third.server.authenticatedUntil == until - 1_000)
    #expect(third.client.authenticatedUntil == until - 2_000)
  }

  @Test func `a server that believes no longer ignores the ticket, and looks again`() throws {
    let authority = try TestAuthority()
    let client = try authority.context(.client, "anna")
    let server = try TLSContext(
      role: .server, authority.authority.issue("profile", .service), believing: -1)
    for _ in 0..<3 {
      let pair = try Self.connect(client, server)
      #expect(!pair.server.isResumed && !pair.client.isResumed)
      #expect(client.sessions?.count == 1)
    }
  }

  @Test func `the cache is bounded`() throws {
    let authority = try TestAuthority()
    let (client, server) = (try authority.context(.client, "anna"), try authority.context(.server))
    let open = try (0..<(SessionCache.mostForOne + 3)).map { _ in
      try TLSPair(client, server, expecting: Self.profile, at: Self.address)
    }
    for pair in open {
      #expect(pair.shakeHands().server.identity != nil)
      _ = pair.client.read()
    }
    #expect(client.sessions?.count == SessionCache.mostForOne)
  }

  // The keys

  @Test func `a key seals for an hour, and opens for another`() {
    var ring = TicketKeyRing()
    var made: UInt8 = 0
    func fresh() -> [UInt8]? {
      made += 1
      return [UInt8](repeating: made, count: TicketKeyRing.Key.size)
    }
    let hour = TicketKeyRing.lifetime
    let first = ring.sealing(at: 1_000, fresh)
    #expect(ring.sealing(at: 1_000 + hour - 1, fresh) == first)
    let second = ring.sealing(at: 1_000 + hour, fresh)
    #expect(made == 2 && second != first)
    for (key, instant, opens) in [
      (first, 1_000 + 2 * hour - 1, true), (first, 1_000 + 2 * hour, false),
      (second, 1_000 + 2 * hour, true), (second, 1_000 + 3 * hour, false),
    ] {
      #expect((ring.opening(key?.name ?? [], at: instant) == key) == opens)
    }
    _ = ring.sealing(at: 1_000 + 2 * hour, fresh)
    #expect(ring.opening(first?.name ?? [], at: 1_001) == nil)
  }

  @Test func `without fresh bytes there is no key, and a clock that went back makes one`() {
    var ring = TicketKeyRing()
    #expect(ring.sealing(at: 0) { nil } == nil)
    #expect(ring.sealing(at: 0) { [1] } == nil)
    let bytes = [UInt8](repeating: 1, count: TicketKeyRing.Key.size)
    #expect(ring.sealing(at: 9_000) { bytes } != nil)
    let others = [UInt8](repeating: 2, count: TicketKeyRing.Key.size)
    #expect(ring.sealing(at: 10) { others }?.bytes == others)
  }
}
