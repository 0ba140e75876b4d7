import Testing

@testable import TLS

@Suite struct PeerIdentityTests {
  @Test func `a service's URI is read`() throws {
    let identity = try #require(PeerIdentity(uri: "spiffe://cameo.local/service/profile"))
    #expect(identity.trustDomain == "cameo.local")
    #expect(identity.kind == .service)
    #expect(identity.name == "profile")
    #expect(
      identity == PeerIdentity(trustDomain: "cameo.local", kind: .service, name: "profile"))
  }

  @Test(arguments: [
    "", "spiffe://", "spiffe://cameo.local", "spiffe://cameo.local/",
    "spiffe://cameo.local/service",
    "spiffe://cameo.local/service/", "spiffe:///service/profile",
    "SPIFFE://cameo.local/service/profile",
    "spiffe://cameo.local/Service/profile", "spiffe://cameo.local/service/profile/",
    "spiffe://cameo.local/service/a/b", "spiffe://cameo.local//service/profile",
    "spiffe://Cameo.local/service/profile", "spiffe://cameo.local:1/service/profile",
    "spiffe://u@cameo.local/service/profile", "spiffe://cameo.local/service/pro%66ile",
    "spiffe://cameo.local/service/profile?x", "spiffe://cameo.local/service/profile#x",
    "spiffe://cameo.local/service/..", "spiffe://cameo.local/robot/x",
    "https://cameo.local/service/x",
    "spiffe://cameo.local/service/\u{1F600}", " spiffe://cameo.local/service/x",
  ])
  func `what is no identity of ours is refused`(uri: String) {
    #expect(PeerIdentity(uri: uri) == nil)
  }
}
