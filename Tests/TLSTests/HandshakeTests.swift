import Testing

@testable import TLS

@Suite struct HandshakeTests {
  @Test func `each side learns who the other is`() throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(authority.context(.client, "anna"), authority.context(.server))
    let (client, server) = pair.shakeHands()
    #expect(client.identity?.uri == "spiffe://cameo.local/service/profile")
    #expect(server.identity?.uri == "spiffe://cameo.local/client/anna")
    #expect(pair.client.write([1, 2, 3]) == .bytes(3))
    #expect(pair.server.read().bytes == [1, 2, 3])
    #expect(pair.server.read().result == .wantRead)
  }
}
