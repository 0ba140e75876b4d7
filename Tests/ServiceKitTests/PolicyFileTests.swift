import Messages
import RPC
import TLS
import Testing

@testable import ServiceKit

@Suite struct PolicyFileTests {
  private static let methods: Set = [
    "cameo.profile.v1.ProfileService/GetProfile", "cameo.profile.v1.ProfileService/Identify",
    "cameo.rpc.v1.Health/Check",
  ]

  private static func read(_ text: String) throws -> AccessPolicy {
    try PolicyFile(path: "policy.json", methods: methods).policy(text)
  }

  @Test func `allow, deny and delegates come out as they are written`() throws {
    let policy = try Self.read(
      """
      {
        "rules": [
          { "comment": "all", "peers": ["*"], "allow": ["cameo.rpc.v1.Health/*"] },
          {
            "peers": ["spiffe://cameo.local/service/gateway", "spiffe://cameo.local/client/*"],
            "allow": ["cameo.profile.v1.ProfileService/*"],
            "deny": ["cameo.profile.v1.ProfileService/Identify"]
          }
        ],
        "delegates": ["spiffe://cameo.local/service/gateway"]
      }
      """)
    let gateway = try #require(PeerIdentity(uri: "spiffe://cameo.local/service/gateway"))
    let survey = try #require(PeerIdentity(uri: "spiffe://cameo.local/service/survey"))
    #expect(policy.rules.count == 3)
    #expect(policy.allows(survey, "cameo.rpc.v1.Health/Check"))
    #expect(policy.allows(gateway, "cameo.profile.v1.ProfileService/GetProfile"))
    #expect(!policy.allows(gateway, "cameo.profile.v1.ProfileService/Identify"))
    #expect(!policy.allows(survey, "cameo.profile.v1.ProfileService/GetProfile"))
    #expect(policy.isDelegate(gateway) && !policy.isDelegate(survey))
  }

  @Test func `a policy without rules denies everything, and one without delegates has none`() throws
  {
    #expect(try Self.read(#"{ "rules": [] }"#) == AccessPolicy())
  }

  private static let health = #""allow": ["cameo.rpc.v1.Health/*"]"#

  @Test(arguments: [
    ("", "not JSON: line 1, column 1"), (#"{ "rules": ["#, "not JSON: line 1, column 13"),
    ("[]", "must be an object, not an array"), ("{}", "\"rules\" is missing"),
    (#"{ "rules": [], "rules": [] }"#, "the key \"rules\" is there twice"),
    (#"{ "rules": {} }"#, "rules: must be a list, not an object"),
    (#"{ "rule": [] }"#, "there is no key \"rule\"; did you mean rules?"),
    (#"{ "rules": [], "who": [] }"#, "there is no key \"who\"; known are: rules, delegates"),
    (#"{ "rules": [1] }"#, "rules[0]: must be an object, not the number 1"),
    (#"{ "rules": [{ \#(health) }] }"#, "rules[0]: \"peers\" is missing"),
    (#"{ "rules": [{ "peers": [], \#(health) }] }"#, "rules[0].peers: names nobody"),
    (#"{ "rules": [{ "peers": ["*"] }] }"#, "rules[0]: has neither \"allow\" nor \"deny\""),
    (#"{ "rules": [{ "peers": ["*"], "allow": [] }] }"#, "rules[0].allow: names no method"),
    (
      #"{ "rules": [{ "peers": ["*"], \#(health) }, { "peers": ["*"], "alow": [] }] }"#,
      "rules[1]: there is no key \"alow\"; did you mean allow?"
    ),
    (
      #"{ "rules": [{ "peers": ["*"], \#(health), "comment": 7 }] }"#,
      "rules[0].comment: must be a text, not the number 7"
    ),
    (
      #"{ "rules": [{ "peers": ["gateway"], \#(health) }] }"#,
      "rules[0].peers[0]: \"gateway\" is no peer: write spiffe://"
    ),
    (
      #"{ "rules": [{ "peers": ["*", "spiffe://cameo.local/service/g*"], \#(health) }] }"#,
      "rules[0].peers[1]: \"spiffe://cameo.local/service/g*\" is no peer"
    ),
    (
      #"{ "rules": [{ "peers": ["*"], "deny": ["GetProfile"] }] }"#,
      "rules[0].deny[0]: \"GetProfile\" is no method: write package.Service/Method"
    ),
    (
      #"{ "rules": [{ "peers": ["*"], "allow": ["cameo.profile.v1.ProfileService/GetProfil"] }] }"#,
      "rules[0].allow[0]: there is no method \"cameo.profile.v1.ProfileService/GetProfil\"; "
        + "did you mean cameo.profile.v1.ProfileService/GetProfile?"
    ),
    (
      #"{ "rules": [{ "peers": ["*"], "allow": ["cameo.rpc.v1.Helth/*"] }] }"#,
      "there is no service \"cameo.rpc.v1.Helth\"; did you mean cameo.rpc.v1.Health?"
    ),
    (#"{ "rules": [], "delegates": "*" }"#, "delegates: must be a list, not a string"),
    (#"{ "rules": [], "delegates": ["me"] }"#, "delegates[0]: \"me\" is no peer"),
  ])
  func `a mistake is named with file, place and remedy`(text: String, words: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try Self.read(text) }
    let message = error?.message ?? ""
    #expect(message.hasPrefix("policy.json: "))
    #expect(message.contains(words), "\(message)")
  }

  @Test func `a file that is not there is an error that says what to do`() {
    let error = #expect(throws: ConfigurationError.self) {
      try PolicyFile.read("/nowhere/policy.json", methods: [])
    }
    #expect(error?.message.contains("/nowhere/policy.json cannot be read") == true)
    #expect(error?.message.contains("`cameo certs policy DIR`") == true)
  }

  @Test func `the policy that is shipped can be read, and means what it says`() throws {
    let path = #filePath.replacing("Tests/ServiceKitTests/PolicyFileTests.swift", with: "")
    let policy = try PolicyFile.read(
      path + "deploy/policy.json",
      methods: try PolicyFile.knownMethods(in: Descriptors.fileDescriptorSet))
    func allows(_ who: String, _ method: String) throws -> Bool {
      policy.allows(try #require(PeerIdentity(uri: "spiffe://cameo.local/\(who)")), method)
    }
    let view = "cameo.gateway.v1.GatewayService/GetCustomerView"
    let profile = "cameo.profile.v1.ProfileService/GetProfile"
    #expect(try allows("client/desktop", view) && !allows("client/desktop", profile))
    #expect(try allows("service/gateway", profile) && !allows("service/gateway", view))
    #expect(try !allows("service/survey", profile) && allows("client/operator", profile))
    #expect(try allows("service/survey", "cameo.rpc.v1.Health/Watch"))
    for who in ["service/gateway", "client/operator", "client/desktop"] {
      let peer = try #require(PeerIdentity(uri: "spiffe://cameo.local/\(who)"))
      #expect(policy.isDelegate(peer) == (who == "service/gateway"))
    }
  }
}
