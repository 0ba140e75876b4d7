import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  @Suite struct CustomerView {
    @Test func `what was imported makes a whole view`() async throws {
      try await Cluster.with { cluster in
        let imports = try await cluster.importSample()
        for (outcome, words) in zip(
          imports,
          [
            ["customers.csv:4: email:", "2 new, 1 refused"],
            ["events.csv:4: crm_id:", "2 new, 1 refused"],
            ["consents.csv:4: channel:", "fax", "2 taken in, 1 refused"],
            ["responses.csv:3: ", "10, not 11", "1 taken in, 1 refused"],
          ])
        {
          #expect(outcome.status == 1, "\(outcome.testDescription)")
          for word in words { #expect(outcome.output.contains(word)) }
        }
        try await Self.showsJSON(cluster)
        try await Self.showsCard(cluster)
        try await Self.isSpliced(cluster)
        try await Self.decides(cluster)
      }
    }

    private static func showsJSON(_ cluster: Cluster) async throws {
      let outcome = try await cluster.cameo("view", "anna@example.com", "--json")
      #expect(outcome.status == 0)
      let view = try outcome.json()
      let id = try #require(view["customerId"].text)
      #expect(id.count == 26)
      for part in ["profile", "consent", "survey"] { #expect(view[part]["customerId"].text == id) }
      #expect(view["parts"].list.map { $0["name"].text } == ["profile", "consent", "survey"])
      #expect(view["parts"].list.allSatisfy { $0["state"].text == "PART_STATE_OK" })
      #expect(view["contactability"]["rule"].text == "CONTACT_RULE_PER_CONSENT")
      #expect(view["profile"]["displayName"].text == "Anna Smith")
      #expect(view["profile"]["purchases"]["totals"][0]["netMinorUnits"].text == "5906")
      let email = view["consent"]["verdicts"][0]
      #expect(email["purpose"].text == "marketing" && email["channel"].text == "email")
      #expect(email["verdict"].text == "VERDICT_ALLOW")
      #expect(view["survey"]["lastNps"]["score"].number == 9)
    }

    private static func showsCard(_ cluster: Cluster) async throws {
      let card = try await cluster.cameo("view", "crm_id:c-1")
      #expect(card.status == 0 && card.error.isEmpty)
      for text in [
        "Anna Smith", "born 1976-11-29", "+61491570006", "2 orders", "59.06 USD", "email yes",
        "sms no", "9/10 (promoter)", "Fast, and friendly.", "profile ok · consent ok · survey ok",
      ] {
        #expect(card.output.contains(text), "\(text) is not in:\n\(card.output)")
      }
    }

    /// The parts are, field for field, what the services answer themselves.
    private static func isSpliced(_ cluster: Cluster) async throws {
      let identifier = ProfileV1.Identifier(kind: "email", value: "anna@example.com")
      let view = try await cluster.gateway.getCustomerView(
        GatewayV1.GetCustomerViewRequest(subject: .identifier(identifier)))
      let id = view.customerId
      #expect(view.profile == (try await cluster.profile.getProfile(.init(customerId: id))))
      #expect(view.survey == (try await cluster.survey.getSubjectSummary(.init(customerId: id))))
      let consent = try await cluster.consent.getConsentState(.init(customerId: id))
      #expect(view.consent?.ledgerHead == consent.ledgerHead)
      #expect(view.consent?.verdicts == consent.verdicts)
      #expect(view.consent?.deciding == consent.deciding)
    }

    private static func decides(_ cluster: Cluster) async throws {
      func ask(_ channel: String, _ more: String...) async throws -> Outcome {
        try await cluster.cameo(
          ["may-contact", "anna@example.com", "--purpose", "marketing", "--channel", channel] + more
        )
      }
      let yes = try await ask("email")
      #expect(yes.status == 0 && yes.output.contains("ALLOW"), "\(yes.testDescription)")
      let no = try await ask("sms")
      #expect(no.status == 1 && no.output.contains("CONSENT_WITHDRAWN"), "\(no.testDescription)")
      try await setQuietNights(cluster)
      let tomorrow = Date(timeIntervalSinceNow: 86_400).ISO8601Format().prefix(10)
      let wait = try await ask("email", "--at", "\(tomorrow)T15:00:00Z")
      #expect(wait.status == 1 && wait.output.contains("DEFER"), "\(wait.testDescription)")
      #expect(wait.output.contains("QUIET_HOURS"))
      let noon = try await ask("email", "--at", "\(tomorrow)T04:00:00Z")
      #expect(noon.status == 0, "\(noon.testDescription)")
    }

    /// From nine in the evening to eight: in Perth, from 13:00 to 00:00 UTC.
    private static func setQuietNights(_ cluster: Cluster) async throws {
      let owner = try await cluster.profile.resolveIdentifier(
        .init(identifier: .init(kind: "email", value: "anna@example.com")))
      let nights = ConsentV1.DailyWindow(from: .init(hours: 21), to: .init(hours: 8))
      _ = try await cluster.consent.setPreferences(
        ConsentV1.SetPreferencesRequest(
          requestId: "quiet", customerId: owner.customerId,
          preferences: .init(timeZone: "Australia/Perth", quietHours: [nights]),
          updateMask: Google.FieldMask(paths: ["time_zone", "quiet_hours"]), actor: .subject))
    }

    @Test func `every service tells its health and its methods, and takes calls by their names`()
      async throws
    {
      try await Cluster.with { cluster in
        let health = try await cluster.cameo("health")
        #expect(health.status == 0, "\(health.testDescription)")
        #expect(health.output.split(separator: "\n").count { $0.contains(" SERVING") } == 4)
        for (method, request, word) in [
          (
            "cameo.profile.v1.ProfileService/Identify",
            #"{"requestId": "1", "identifiers": [{"kind": "crm_id", "value": "x"}]}"#,
            "WRITE_OUTCOME_CREATED"
          ),
          (
            "cameo.consent.v1.ConsentService/MayContact",
            #"{"customerId": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "purpose": "marketing", "channel": "sms"}"#,
            "NO_CONSENT"
          ),
          ("cameo.survey.v1.SurveyService/CreateSurvey", Sample.survey, "srv_sample"),
          (
            "cameo.gateway.v1.GatewayService/GetCustomerView",
            #"{"identifier": {"kind": "crm_id", "value": "x"}}"#, "PART_STATE_OK"
          ),
        ] {
          let called = try await cluster.cameo("call", method, request)
          #expect(called.status == 0 && called.output.contains(word), "\(called.testDescription)")
          let service = String(method.prefix { $0 != "/" })
          let listed = try await cluster.cameo("call", "--list", service)
          #expect(listed.status == 0 && listed.output.contains(method + "("))
          #expect(listed.output.contains("cameo.rpc.v1.Health/Watch("))
        }
      }
    }
  }
}
