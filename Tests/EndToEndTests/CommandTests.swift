import Foundation
import Messages
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// What each command of the tool does where nothing is wrong.
  @Suite struct Commands {
    @Test func `certs issue makes a certificate that a service is called with`() async throws {
      let folder = try Folder()
      let made = try await Outcome.of("cameo", ["certs", "init", folder.path])
      #expect(made.status == 0, "\(made.testDescription)")
      let issued = try await Outcome.of("cameo", ["certs", "issue", folder.path, "mailer"])
      #expect(issued.status == 0, "\(issued.testDescription)")
      #expect(issued.output.contains("\(folder.path)/mailer.pem"), "\(issued.testDescription)")
      try await TestServer.with(certificates: folder.path) { address in
        let outcome = try await Outcome.of(
          "cameo",
          [
            "call", "\(test)/UnaryCall", "{}", "--target", address, "--certs", folder.path,
            "--as", "mailer",
          ])
        #expect(outcome.status == 0, "\(outcome.testDescription)")
        #expect(
          try outcome.json()["peer"].text == "spiffe://cameo.local/client/mailer",
          "\(outcome.testDescription)")
      }
    }

    @Test func `a call streams each way, and what is no message is refused`() async throws {
      let two = "[{\"payload\": \"AAAA\"}, {\"payload\": \"AAAAAAAA\"}]"
      let sizes = "{\"responseParameters\": [{\"size\": 1}, {\"size\": 2}]}"
      try await TestServer.with { address in
        func call(_ method: String, _ request: String) async throws -> Outcome {
          try await Outcome.of(
            "cameo",
            [
              "call", "\(test)/\(method)", request, "--target", address,
              "--certs", TestCertificates.directory,
            ])
        }
        let sum = try await call("StreamingInputCall", two)
        #expect(try sum.json()["aggregatedPayloadSize"].number == 9, "\(sum.testDescription)")
        let replies = "{\"payload\":\"AA==\"}\n{\"payload\":\"AAA=\"}"
        for outcome in [
          try await call("StreamingOutputCall", sizes),
          try await call("FullDuplexCall", "[\(sizes)]"),
        ] {
          #expect(outcome.status == 0, "\(outcome.testDescription)")
          #expect(outcome.output == replies, "\(outcome.testDescription)")
        }
        let wrong = try await call("StreamingInputCall", "[1]")
        #expect(!wrong.wasKilled && wrong.status == 65, "\(wrong.testDescription)")
        #expect(wrong.error.contains("[0]: "), "\(wrong.testDescription)")
        let single = try await call("StreamingInputCall", "{}")
        #expect(single.status == 65, "\(single.testDescription)")
        #expect(single.error.contains("give a JSON array"), "\(single.testDescription)")
      }
    }

    @Test func `bench echo tells what it measured as JSON`() async throws {
      try await TestServer.with { address in
        let outcome = try await Outcome.of(
          "cameo",
          [
            "bench", "echo", "--target", address, "--certs", TestCertificates.directory, "--json",
            "--seconds", "0.2", "--warm-up", "0.1", "--in-flight", "4",
          ])
        #expect(outcome.status == 0, "\(outcome.testDescription)")
        #expect((try outcome.json()["calls"].number ?? 0) > 0, "\(outcome.testDescription)")
      }
    }

    @Test func `bench populate makes customers that can be viewed`() async throws {
      try await Cluster.with { cluster in
        let ids = "\(cluster.folder.path)/ids.txt"
        let outcome = try await cluster.cameo("bench", "populate", "--customers", "3", "--ids", ids)
        #expect(outcome.status == 0, "\(outcome.testDescription)")
        let made = try String(contentsOfFile: ids, encoding: .utf8).split(separator: "\n")
        #expect(Set(made).count == 3)
        let view = try await cluster.cameo("view", String(try #require(made.first)), "--json")
        #expect(view.status == 0, "\(view.testDescription)")
      }
    }

    @Test func `may-contact holds quiet hours in the profile's time zone`() async throws {
      try await Cluster.with { cluster in
        _ = try await cluster.importSample()
        let anna = try await cluster.profile.resolveIdentifier(
          .init(identifier: .init(kind: "crm_id", value: "c-1"))
        ).customerId
        let set = try await cluster.cameo(
          "call", "cameo.consent.v1.ConsentService/SetPreferences",
          """
          {"requestId": "quiet", "customerId": "\(anna)", "actor": "ACTOR_SUBJECT",
           "updateMask": "quietHours",
           "preferences": {"quietHours": [{"from": {"hours": 22}, "to": {"hours": 8}}]}}
          """)
        #expect(set.status == 0, "\(set.testDescription)")
        // Perth is eight hours ahead, the whole year round.
        let tomorrow = Date().addingTimeInterval(86_400).formatted(.iso8601).prefix(10)
        for (time, status, verdict) in [("04:00:00Z", 0, "ALLOW"), ("16:00:00Z", 1, "DEFER")] {
          let outcome = try await cluster.cameo(
            "may-contact", "crm_id:c-1", "--purpose", "marketing", "--channel", "email", "--at",
            "\(tomorrow)T\(time)")
          #expect(outcome.status == status, "\(outcome.testDescription)")
          #expect(outcome.output.hasPrefix(verdict), "\(outcome.testDescription)")
        }
      }
    }

    private let test = "cameo.rpc.v1.TestService"
  }
}
