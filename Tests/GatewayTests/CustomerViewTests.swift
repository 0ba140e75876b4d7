import Gateway
import Messages
import RPC
import Stubs
import Testing

@Suite struct CustomerViewTests {
  @Test func `a view holds three parts, and consent decides on contact`() async throws {
    try await Bed.with { bed in
      let view = try await bed.view()
      #expect(view.customerId == Samples.anna)
      #expect(view.asOf != nil)
      #expect(view.profile?.displayName == "Anna Lind")
      #expect(view.consent?.customerId == Samples.anna)
      #expect(view.survey?.responses == 3)
      #expect(view.parts.map(\.name) == ["profile", "consent", "survey"])
      #expect(view.parts.allSatisfy { $0.state == .ok && $0.reason.isEmpty && $0.age == nil })
      #expect(view.contactability?.rule == .perConsent)
    }
  }

  @Test func `parts are passed on byte for byte, what the gateway does not know included`()
    async throws
  {
    try await Bed.with { bed in
      let bytes = try await bed.client.getCustomerViewEncoded(
        .init(subject: .customerId(Samples.anna))
      ).bytes
      let profile = Samples.profile(of: Samples.anna).bytes
      #expect(bytes.indices.contains { bytes[$0...].starts(with: profile) })
    }
  }

  @Test func `an identifier leads to its owner`() async throws {
    try await Bed.with { bed in
      let view = try await bed.view(by: Samples.email)
      #expect(view.customerId == Samples.anna)
    }
  }

  @Test func `an identifier that nobody owns is NOT_FOUND`() async throws {
    try await Bed.with { bed in
      let error = await #expect(throws: RPCError.self) {
        try await bed.view(by: .init(kind: "email", value: "nobody@example.com"))
      }
      #expect(error?.code == .notFound)
    }
  }

  @Test(arguments: [nil, .customerId("")] as [GatewayV1.GetCustomerViewRequest.Subject?])
  func `a request that names nobody is refused`(subject: GatewayV1.GetCustomerViewRequest.Subject?)
    async throws
  {
    try await Bed.with { bed in
      let error = await #expect(throws: RPCError.self) {
        try await bed.client.getCustomerView(.init(subject: subject))
      }
      #expect(error?.code == .invalidArgument)
      #expect(error?.fieldViolation?.field == "subject")
    }
  }

  @Test(arguments: ["banana", Samples.anna.lowercased()])
  func `what cannot be a customer's id is refused before anybody is asked`(id: String)
    async throws
  {
    try await Bed.with { bed in
      for part in Part.allCases { bed.will(part, .hangs) }
      let viewed = await #expect(throws: RPCError.self) { try await bed.view(of: id) }
      var watch = bed.client.watchCustomer(.init(subject: .customerId(id))).makeAsyncIterator()
      let watched = await #expect(throws: RPCError.self) { try await watch.next() }
      for error in [viewed, watched] {
        #expect(error?.code == .invalidArgument)
        #expect(error?.fieldViolation?.field == "customer_id")
        #expect(error?.fieldViolation?.rule == "customer_id")
      }
    }
  }

  @Test func `what profile calls invalid is no view`() async throws {
    try await Bed.with { bed in
      bed.will(.profile, .fails(.invalid("customer_id", rule: "customer_id", "no id")))
      let error = await #expect(throws: RPCError.self) { try await bed.view() }
      #expect(error?.code == .invalidArgument)
      #expect(error?.fieldViolation?.field == "customer_id")
    }
  }

  @Test func `an erased customer is NOT_FOUND with its reason, whatever else answers`()
    async throws
  {
    try await Bed.with { bed in
      _ = try await bed.view()
      bed.will(.profile, .fails(.reason(.notFound, "ERASED", "This customer was erased.")))
      let error = await #expect(throws: RPCError.self) { try await bed.view() }
      #expect(error?.code == .notFound)
      #expect(error?.reasonCode == "ERASED")
    }
  }

  @Test func `an erased customer does not come back as a stale copy`() async throws {
    try await Bed.with { bed in
      _ = try await bed.view()
      bed.will(.profile, .fails(RPCError(.notFound, "Erased.")))
      _ = try? await bed.view()
      bed.will(.profile, .fails(RPCError(.unavailable, "Down.")))
      bed.will(.survey, .fails(RPCError(.unavailable, "Down.")))
      let view = try await bed.view()
      #expect(view.status(.profile).state == .unavailable && view.profile == nil)
      #expect(view.status(.survey).state == .unavailable && view.survey == nil)
    }
  }
}
