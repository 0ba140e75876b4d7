import Gateway
import Messages
import RPC
import Testing

@Suite struct StaleViewTests {
  @Test(arguments: [Part.profile, .survey])
  func `the last good part stands in, with its age`(part: Part) async throws {
    try await Bed.with { bed in
      let good = try await bed.view()
      await bed.stop(part)
      bed.clock.advance(seconds: 7)
      let view = try await bed.view()
      #expect(view.status(part).state == .stale)
      #expect(view.status(part).age == Google.Duration(seconds: 7))
      #expect(view.status(part).code == "UNAVAILABLE")
      #expect(view.profile == good.profile && view.survey == good.survey)
      #expect(view.contactability?.rule == .perConsent)
    }
  }

  @Test func `a copy beyond the bound of age is not shown`() async throws {
    try await Bed.with { bed in
      _ = try await bed.view()
      bed.will(.survey, .fails(RPCError(.internal, "Broken.")))
      bed.clock.advance(seconds: 60)
      #expect(try await bed.view().status(.survey).state == .stale)
      bed.clock.advance(seconds: 1)
      #expect(try await bed.view().status(.survey).state == .unavailable)
    }
  }

  @Test func `an identifier that was resolved before still leads to its owner`() async throws {
    try await Bed.with { bed in
      _ = try await bed.view(by: Samples.email)
      await bed.stop(.profile)
      bed.clock.advance(seconds: 3)
      let view = try await bed.view(by: Samples.email)
      #expect(view.customerId == Samples.anna)
      #expect(view.status(.profile).state == .stale)
      #expect(view.status(.consent).state == .ok)
      #expect(view.status(.survey).state == .ok)
    }
  }

  @Test func `an identifier never seen cannot be resolved while profile is down`() async throws {
    try await Bed.with { bed in
      await bed.stop(.profile)
      let error = await #expect(throws: RPCError.self) { try await bed.view(by: Samples.email) }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("customer_id") == true)
    }
  }

  @Test func `an identifier is given up within half of the caller's time`() async throws {
    try await Bed.with { bed in
      _ = try await bed.view(by: Samples.email)
      bed.will(.profile, .hangs)
      let view = try await bed.view(by: Samples.email, CallOptions(timeout: .seconds(2)))
      #expect(view.status(.profile).state == .stale)
      #expect(view.status(.survey).state == .ok)
    }
  }

  @Test func `a copy is for callers of its scope only`() async throws {
    func asked(as purpose: String) throws -> CallOptions {
      CallOptions(onBehalfOf: try Caller(identity: "anna", purpose: purpose))
    }
    try await Bed.with { bed in
      _ = try await bed.view(of: Samples.anna, try asked(as: "support"))
      await bed.stop(.survey)
      let other = try await bed.view(of: Samples.anna, try asked(as: "marketing"))
      #expect(other.status(.survey).state == .unavailable && other.survey == nil)
      let same = try await bed.view(of: Samples.anna, try asked(as: "support"))
      #expect(same.status(.survey).state == .stale && same.survey?.responses == 3)
    }
  }
}
