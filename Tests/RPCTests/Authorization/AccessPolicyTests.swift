import Randomness
import TLS
import Testing

@testable import RPC

@Suite struct AccessPolicyTests {
  @Test(arguments: [
    ("spiffe://cameo.local/service/gateway", ["gateway"]),
    ("spiffe://cameo.local/service/*", ["gateway", "profile"]),
    ("spiffe://cameo.local/client/*", ["anna"]),
    ("spiffe://cameo.local/*", ["gateway", "profile", "anna"]),
    ("spiffe://cameo.local/client/gateway", []),
    ("*", ["gateway", "profile", "anna", "stranger"]),
  ])
  func `a peer's pattern is one identity, a kind, a trust domain, or everybody`(
    text: String, matched: [String]
  ) throws {
    let pattern = try #require(PeerPattern(text))
    let names = Self.peers.filter { pattern.matches($0) }.map(\.name)
    #expect(names == matched)
  }

  @Test(arguments: [
    "", "gateway", "spiffe://", "spiffe://cameo.local", "spiffe://cameo.local/service/",
    "spiffe://cameo.local/service/gate*", "spiffe://cameo.local/*/gateway", "spiffe://*/service/x",
    "spiffe://cameo.local/robot/*", "spiffe://Cameo.local/*", "**", "*/*",
  ])
  func `a star in another place, or anything else, is no peer's pattern`(text: String) {
    #expect(PeerPattern(text) == nil)
  }

  @Test(arguments: [
    ("a.v1.S/Get", ["a.v1.S/Get"]), ("a.v1.S/*", ["a.v1.S/Get", "a.v1.S/Put"]),
    ("*", ["a.v1.S/Get", "a.v1.S/Put", "a.v1.SX/Get", "a.v1.S", ""]), ("a.v1.T/*", []),
  ])
  func `a method's pattern is one method, a service, or all`(text: String, matched: [String]) throws
  {
    let pattern = try #require(MethodPattern(text))
    let paths = ["a.v1.S/Get", "a.v1.S/Put", "a.v1.SX/Get", "a.v1.S", ""]
    #expect(paths.filter { pattern.matches($0) } == matched)
  }

  @Test(arguments: [
    "", "a.v1.S", "a.v1.S/", "/Get", "a.v1.*/Get", "a.v1.S/G*", "a..S/Get", "a.S/Get/Put", "a S/G",
    "a.S/G.H", "*/Get",
  ])
  func `anything else is no method's pattern`(text: String) {
    #expect(MethodPattern(text) == nil)
  }

  @Test func `without a rule nobody may call anything`() {
    for peer in Self.peers { #expect(!AccessPolicy().allows(peer, "a.v1.S/Get")) }
  }

  @Test func `what one rule allows another may deny, wherever it stands`() {
    let allow = AccessPolicy.Rule(.allow, [.anyone], [.service("a.v1.S")])
    let deny = AccessPolicy.Rule(
      .deny, [.kind(.client, trustDomain: "cameo.local")], [.exactly("a.v1.S/Put")])
    for rules in [[allow, deny], [deny, allow]] {
      let policy = AccessPolicy(rules: rules)
      #expect(policy.allows(Self.peers[2], "a.v1.S/Get"))
      #expect(!policy.allows(Self.peers[2], "a.v1.S/Put"))
      #expect(policy.allows(Self.peers[0], "a.v1.S/Put"))
    }
  }

  /// Against the definition, on policies at random: allowed by some rule, denied by none, in any order.
  @Test(arguments: 0..<50) func `decisions follow the definition in any order of rules`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    let peers: [PeerPattern] = [
      .anyone, .trustDomain("cameo.local"), .kind(.service, trustDomain: "cameo.local"),
      .exactly(Self.peers[0]), .exactly(Self.peers[2]),
    ]
    let methods: [MethodPattern] = [
      .any, .service("a.v1.S"), .exactly("a.v1.S/Get"), .exactly("a.v1.T/Get"),
    ]
    let rules = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      AccessPolicy.Rule(
        Bool.random(using: &random) ? .allow : .deny,
        peers.filter { _ in Int.random(in: 0..<3, using: &random) == 0 },
        methods.filter { _ in Int.random(in: 0..<2, using: &random) == 0 })
    }
    for peer in Self.peers {
      for method in ["a.v1.S/Get", "a.v1.S/Put", "a.v1.T/Get", "b.U/Get"] {
        let about = rules.filter { rule in
          rule.peers.contains { $0.matches(peer) } && rule.methods.contains { $0.matches(method) }
        }
        let expected =
          about.contains { $0.effect == .allow } && !about.contains { $0.effect == .deny }
        #expect(AccessPolicy(rules: rules).allows(peer, method) == expected)
        let shuffled = rules.shuffled(using: &random)
        #expect(AccessPolicy(rules: shuffled).allows(peer, method) == expected)
      }
    }
  }

  static let peers = [
    "spiffe://cameo.local/service/gateway", "spiffe://cameo.local/service/profile",
    "spiffe://cameo.local/client/anna", "spiffe://elsewhere.test/client/stranger",
  ].compactMap { PeerIdentity(uri: $0) }
}
