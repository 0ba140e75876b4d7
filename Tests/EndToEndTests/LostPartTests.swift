import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// A service is killed under the gateway, and comes back.
  @Suite struct LostPart {
    @Test(arguments: [Part.profile, .consent, .survey])
    func `a killed service marks its part, and the view is whole again after its restart`(
      part: Part
    ) async throws {
      try await Cluster.with { cluster in
        _ = try await cluster.importSample()
        let id = try await cluster.owner(of: "anna@example.com")
        var watch = Changes(
          cluster.gateway.watchCustomer(.init(subject: .customerId(id))).makeAsyncIterator())
        for part in ["profile", "consent", "survey"] { _ = try await watch.first(of: part) }
        try await cluster.becomesWhole(id)

        cluster[part].kill()
        let away = try await watch.nextStatus()
        #expect(away.name == part.rawValue && away.state == .unavailable)
        try await Self.checkDegraded(cluster, id, part)

        try await cluster[part].restart()
        let back = try await watch.nextStatus()
        #expect(back.name == part.rawValue && back.state == .ok)
        try await cluster.becomesWhole(id)
        try await cluster.change(id, "after")
        _ = try await watch.first(of: part.rawValue) { $0.cursor > 0 }
      }
    }

    private static func checkDegraded(_ cluster: Cluster, _ id: String, _ part: Part) async throws {
      let outcome = try await cluster.cameo("view", id, "--json")
      #expect(outcome.status == 0, "\(outcome.testDescription)")
      let view = try outcome.json()
      for status in view["parts"].list where status["name"].text != part.rawValue {
        #expect(status["state"].text == "PART_STATE_OK")
      }
      let status = try #require(view["parts"].list.first { $0["name"].text == part.rawValue })
      // Consent alone has no stand-in: who has withdrawn since must not be contacted.
      let isConsent = part == .consent
      #expect(
        status["state"].text == (isConsent ? "PART_STATE_UNAVAILABLE" : "PART_STATE_STALE"))
      #expect(status["code"].text == "UNAVAILABLE")
      let reason = status["reason"].text ?? ""
      #expect(reason.hasPrefix("The \(part) service "), "\(reason)")
      #expect(reason.contains("cannot be reached"), "\(reason)")
      #expect(view[part.rawValue].isAbsent == isConsent)
      #expect(
        view["contactability"]["rule"].text
          == (isConsent ? "CONTACT_RULE_NOT_CONTACTABLE" : "CONTACT_RULE_PER_CONSENT"))
      let card = try await cluster.cameo("view", id)
      #expect(card.status == 0)
      #expect(card.output.contains("NOBODY MAY CONTACT") == isConsent, "\(card.output)")
      let health = try await cluster.cameo("health")
      #expect(health.status == 69 && health.output.contains("UNREACHABLE"))
    }

    @Test func `without the gateway there is no view, and with it again there is`() async throws {
      try await Cluster.with { cluster in
        _ = try await cluster.importSample()
        cluster[.gateway].kill()
        await cluster[.gateway].process.end()
        let view = try await cluster.cameo("view", "anna@example.com")
        #expect(view.status == 69 && view.output.isEmpty)
        #expect(view.error.contains("`cameo health`"), "\(view.testDescription)")
        // Whether somebody may be contacted does not hang on it.
        let asked = try await cluster.cameo(
          "may-contact", "anna@example.com", "--purpose", "marketing", "--channel", "email")
        #expect(asked.status == 0, "\(asked.testDescription)")
        try await cluster[.gateway].restart()
        try await cluster.becomesWhole("anna@example.com")
      }
    }

    @Test func `a customer never seen before has no stand-in, and is nobody's to contact`()
      async throws
    {
      try await Cluster.with { cluster in
        let stranger = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
        for part in [Part.profile, .consent, .survey] {
          cluster[part].kill()
          await cluster[part].process.end()
        }
        let view = try await cluster.gateway.getCustomerView(.init(subject: .customerId(stranger)))
        #expect(view.parts.map(\.state) == [.unavailable, .unavailable, .unavailable])
        #expect(view.contactability?.rule == .notContactable)
        let asked = try await cluster.cameo(
          "may-contact", stranger, "--purpose", "marketing", "--channel", "email")
        #expect(asked.status == 69, "\(asked.testDescription)")
      }
    }
  }
}

extension Cluster {
  /// Returns when the view is whole on every connection that the gateway gives out in turn to its two
  /// loops. A channel of the gateway may have up to a second of back-off to sit out; each attempt here
  /// is a process of its own, and takes its time.
  func becomesWhole(_ customer: String) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    var whole = 0
    while whole < 2 {
      let view = try await cameo("view", customer, "--json").json()
      let isWhole = view["parts"].list.allSatisfy { $0["state"].text == "PART_STATE_OK" }
      whole = isWhole ? whole + 1 : 0
      guard ContinuousClock.now < deadline else { throw HarnessError("the view stays in parts") }
    }
  }
}
