import Gateway
import Messages
import RPC
import TestKit
import Testing

@Suite struct DegradedViewTests {
  @Test(arguments: Part.allCases)
  func `a view without one service has the other parts`(part: Part) async throws {
    try await Bed.with { bed in
      await bed.stop(part)
      let view = try await bed.view()
      for other in Part.allCases where other != part {
        #expect(view.status(other).state == .ok)
      }
      #expect(view.status(part).state == .unavailable)
      #expect(view.status(part).code == "UNAVAILABLE")
      #expect(view.status(part).reason.contains("The \(part) service is not available"))
      #expect((view.profile == nil) == (part == .profile))
      #expect((view.consent == nil) == (part == .consent))
      #expect((view.survey == nil) == (part == .survey))
    }
  }

  @Test func `a service that is back is in the next view that reaches it`() async throws {
    try await Bed.with { bed in
      await bed.stop(.survey)
      #expect(try await bed.view().status(.survey).state == .unavailable)
      try await bed.start(.survey)
      while try await bed.view().status(.survey).state != .ok { await Task.yield() }
    }
  }

  @Test func `without consent nobody is contactable, copy or no copy`() async throws {
    try await Bed.with { bed in
      #expect(try await bed.view().contactability?.rule == .perConsent)
      await bed.stop(.consent)
      let view = try await bed.view()
      #expect(view.status(.consent).state == .unavailable)
      #expect(view.contactability?.rule == .notContactable)
      #expect(view.contactability?.code == "CONSENT_UNAVAILABLE")
    }
  }

  @Test(arguments: Part.allCases)
  func `a service that hangs costs no more than the limit`(part: Part) async throws {
    try await Bed.with(limit: .milliseconds(50)) { bed in
      bed.will(part, .hangs)
      let view = try await bed.view()
      #expect(view.status(part).state == .unavailable)
      #expect(view.status(part).code == "DEADLINE_EXCEEDED")
      #expect(view.status(part).reason == "The \(part) service did not answer in time.")
    }
  }

  @Test func `the answer comes before the caller's own deadline`() async throws {
    try await Bed.with { bed in
      _ = try await bed.view()
      for part in Part.allCases { bed.will(part, .hangs) }
      let view = try await bed.view(of: customerID(1), CallOptions(timeout: .seconds(1)))
      #expect(view.parts.allSatisfy { $0.code == "DEADLINE_EXCEEDED" })
      #expect(view.contactability?.rule == .notContactable)
    }
  }

  @Test(arguments: [StatusCode.internal, .resourceExhausted, .unimplemented, .invalidArgument])
  func `an error of a service is shown with its code`(code: StatusCode) async throws {
    try await Bed.with { bed in
      bed.will(.survey, .fails(RPCError(code, "Out of paper.")))
      let status = try await bed.view().status(.survey)
      #expect(status.state == .unavailable)
      #expect(status.code == code.name)
      #expect(status.reason.contains("Out of paper."))
    }
  }

  @Test func `a part that the caller may not see is withheld, copy or no copy`() async throws {
    try await Bed.with { bed in
      _ = try await bed.view()
      let denied = FakePart.Behaviour.fails(RPCError(.permissionDenied, "Not for this purpose."))
      bed.will(.survey, denied)
      bed.will(.consent, denied)
      let view = try await bed.view()
      #expect(view.status(.survey).state == .withheld && view.survey == nil)
      #expect(view.status(.consent).state == .withheld && view.consent == nil)
      #expect(view.contactability?.rule == .notContactable)
      #expect(view.contactability?.code == "CONSENT_WITHHELD")
    }
  }
}
