import Testing

@testable import TLS

@Suite struct HandshakeTests {
  @Test func `each side learns who the other is`() throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(authority.context(.client, "anna"), authority.context(.server))
    let (client, server) = pair.shakeHands()
    #expect(client.identity?.uri == "spiffe://cameo.local/service/profile")
    #expect(server.identity?.uri == "spiffe://cameo.local/client/anna")
    #expect(pair.client.peer == client.identity)
    #expect(pair.client.write([1, 2, 3]) == .bytes(3))
    #expect(pair.server.read().bytes == [1, 2, 3])
    #expect(pair.server.read().result == .wantRead)
  }

  @Test func `the expected peer is accepted`() throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(
      authority.context(.client), authority.context(.server, "consent"),
      expecting: "spiffe://cameo.local/service/consent")
    #expect(pair.shakeHands().client.identity?.name == "consent")
  }

  @Test func `another peer than expected is refused, and told`() throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(
      authority.context(.client), authority.context(.server, "survey"),
      expecting: "spiffe://cameo.local/service/consent")
    let (client, server) = pair.shakeHands()
    #expect(client.error?.code == .identity)
    #expect(client.error?.message.contains("/service/survey, not spiffe://") == true)
    #expect(server.error?.code == .refused)
  }

  @Test(arguments: Fault.allCases)
  func `a server's bad certificate is refused, and the server told`(fault: Fault) throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(
      authority.context(.client), badContext(.server, authority.configuration(with: fault)))
    let (client, server) = pair.shakeHands()
    #expect(client.error?.code == fault.code)
    #expect(client.error?.message.contains(fault.words) == true, "\(client)")
    #expect(server.error?.code == .refused, "\(server)")
  }

  @Test(arguments: Fault.allCases)
  func `a client's bad certificate is refused, and the client told`(fault: Fault) throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(
      badContext(.client, authority.configuration(with: fault)), authority.context(.server))
    let (client, server) = pair.shakeHands()
    #expect(server.error?.code == fault.code)
    #expect(server.error?.message.contains(fault.words) == true, "\(server)")
    // In TLS 1.3 a client has finished before the server looks at its certificate.
    #expect(client.identity != nil)
    #expect(pair.client.read().result.error?.code == .refused)
  }

  @Test func `a client without a certificate is refused`() throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(badContext(.client, nil), authority.context(.server))
    let (_, server) = pair.shakeHands()
    #expect(server.error?.code == .certificate)
    #expect(server.error?.message.contains("no certificate") == true)
    #expect(pair.client.read().result.error?.code == .refused)
  }

  @Test(arguments: [["h2"], ["cameo/2", "http/1.1"], []])
  func `a client of another protocol is refused with a fatal alert`(protocols: [String]) throws {
    let authority = try TestAuthority()
    let other = try badContext(
      .client, authority.authority.issue("anna", .client), protocols: protocols)
    let pair = try TLSPair(other, authority.context(.server))
    let (client, server) = pair.shakeHands()
    #expect(server.error == .noProtocol)
    #expect(client.error?.code == .alpn)
  }

  @Test func `a client that lists cameo among others is accepted`() throws {
    let authority = try TestAuthority()
    let other = try badContext(
      .client, authority.authority.issue("anna", .client), protocols: ["h2", "cameo/1"])
    let pair = try TLSPair(other, authority.context(.server))
    #expect(pair.shakeHands().server.identity?.name == "anna")
  }

  @Test func `a server without ALPN is refused with a fatal alert`() throws {
    let authority = try TestAuthority()
    let other = try badContext(
      .server, authority.authority.issue("profile", .service), protocols: [])
    let pair = try TLSPair(authority.context(.client), other)
    let (client, server) = pair.shakeHands()
    #expect(client.error == .noProtocol)
    #expect(server.error?.code == .refused)
  }

  @Test func `a client of TLS 1.2 is refused`() throws {
    let authority = try TestAuthority()
    let other = try badContext(
      .client, authority.authority.issue("anna", .client), isOld: true)
    let pair = try TLSPair(other, authority.context(.server))
    let (client, server) = pair.shakeHands()
    #expect(server.error?.code == .version)
    #expect(client.error?.code == .version)
  }

  @Test func `a server of TLS 1.2 is refused`() throws {
    let authority = try TestAuthority()
    let other = try badContext(
      .server, authority.authority.issue("profile", .service), isOld: true)
    let pair = try TLSPair(authority.context(.client), other)
    #expect(pair.shakeHands().client.error?.code == .version)
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\0\0\0\u{10}\0\0\0\u{1}\u{1}\0\0\0\0\0\0\0",
  ])
  func `a peer that speaks no TLS fails the handshake`(text: String) throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(authority.context(.client), authority.context(.server))
    pair.sendPlain(Array(text.utf8))
    let result = pair.server.handshake()
    #expect(result.error?.code == .version, "\(result)")
  }

  @Test func `a peer that leaves in the handshake is reported`() throws {
    let authority = try TestAuthority()
    let pair = try TLSPair(authority.context(.client), authority.context(.server))
    #expect(pair.server.handshake() == .wantRead)
    pair.cutClient()
    #expect(pair.server.handshake().error?.code == .truncated)
    #expect(pair.server.handshake().error?.code == .truncated)
  }
}

/// What can be wrong with a certificate, and how the refusal says so.
enum Fault: CaseIterable {
  case expired, notYetValid, foreignAuthority, noIdentity, otherScheme, malformed, longName

  var code: TLSError.Code {
    switch self {
    case .expired, .notYetValid, .foreignAuthority: .certificate
    case .noIdentity, .otherScheme, .malformed, .longName: .identity
    }
  }

  var words: String {
    switch self {
    case .expired: "expired"
    case .notYetValid: "not yet valid"
    case .foreignAuthority: "unable to get local issuer certificate"
    case .noIdentity: "no SPIFFE URI"
    case .otherScheme, .malformed: "is no identity"
    case .longName: "too long"
    }
  }
}
