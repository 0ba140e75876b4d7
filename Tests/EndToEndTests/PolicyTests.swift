import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// Who may call what, as an operator says it.
  @Suite struct Policy {
    private static let health = #"{ "peers": ["*"], "allow": ["cameo.rpc.v1.Health/*"] }"#

    @Test func `SIGHUP puts another policy in force; one with a mistake leaves that`() async throws
    {
      let files = try Folder()
      let path = try files.write("policy.json", #"{ "rules": [\#(Self.health)] }"#)
      let settings = ["policy": path, "reload.seconds": "0"]
      try await ServiceProcess.with(.profile, settings: settings) { service, _ in
        let client = ProfileServiceClient(service.channel)
        func identify() async throws {
          _ = try await client.identify(
            .init(requestId: "1", identifiers: [.init(kind: "crm_id", value: "1")]))
        }
        let denied = await #expect(throws: RPCError.self) { try await identify() }
        #expect(denied?.code == .permissionDenied)
        #expect(
          denied?.message == "spiffe://cameo.local/client/client may not call "
            + "cameo.profile.v1.ProfileService/Identify here")

        _ = try files.write("policy.json", #"{ "rules": [{ "peers": ["*"], "allow": ["*"] }] }"#)
        service.process.signal(SIGHUP)
        _ = await service.process.error.line { $0.contains("reloaded what=policy") }
        try await identify()

        _ = try files.write("policy.json", #"{ "rules": [\#(Self.health), { "peers": [] }] }"#)
        service.process.signal(SIGHUP)
        let line = await service.process.error.line { $0.contains("not reloaded") }
        #expect(
          line?.contains("policy.json: rules[1].peers: names nobody") == true, "\(line ?? "")")
        try await identify()
      }
    }

    @Test func `the policy that certs init writes is the one that is shipped`() async throws {
      let folder = try Folder()
      let made = try await Outcome.of("cameo", ["certs", "init", folder.path])
      #expect(made.status == 0, "\(made.testDescription)")
      let written = try String(contentsOfFile: "\(folder.path)/policy.json", encoding: .utf8)
      let root = #filePath.replacing("Tests/EndToEndTests/PolicyTests.swift", with: "")
      #expect(
        try written == String(contentsOfFile: "\(root)deploy/policy.json", encoding: .utf8))
      let revoked = try await Outcome.of("cameo", ["certs", "revoke", folder.path, "client"])
      #expect(revoked.status == 0, "\(revoked.testDescription)")
      let renewed = try await Outcome.of("cameo", ["certs", "renew", folder.path, "client"])
      #expect(renewed.status == 0, "\(renewed.testDescription)")
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/crl.pem"))
    }
  }
}
