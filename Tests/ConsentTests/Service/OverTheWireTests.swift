import Messages
import RPC
import Storage
import Stubs
import TestKit
import Testing

@testable import Consent

/// The service as callers have it: a socket, certificates, a database on disk.
@Suite struct `Over the wire` {
  private func serve(
    _ body: (ConsentServiceClient) async throws -> Void
  ) async throws {
    let scratch = try await Scratch()
    try await Loopback.with([scratch.handlers], as: "consent") {
      try await body(ConsentServiceClient($0.channel))
    }
    await scratch.database.close()
  }

  private func grant(
    _ request: String, customer: String = Scratch.anna, channel: String = "email"
  ) -> ConsentV1.GrantConsentRequest {
    ConsentV1.GrantConsentRequest(
      requestId: request, customerId: customer, purpose: "marketing", channel: channel,
      actor: .subject)
  }

  private func question(_ customer: String = Scratch.anna) -> ConsentV1.MayContactRequest {
    ConsentV1.MayContactRequest(customerId: customer, purpose: "marketing", channel: "email")
  }

  @Test func `what was granted is seen by the next question, and so is its withdrawal`()
    async throws
  {
    try await serve { client in
      #expect(try await client.mayContact(question()).verdict == .deny)
      _ = try await client.grantConsent(grant("r1"))
      #expect(try await client.mayContact(question()).verdict == .allow)
      _ = try await client.withdrawConsent(
        ConsentV1.WithdrawConsentRequest(
          requestId: "r2", customerId: Scratch.anna, purpose: "*", channel: "*", actor: .subject))
      #expect(try await client.mayContact(question()).verdict == .deny)
      let found = try await client.verifyLedger(
        ConsentV1.VerifyLedgerRequest(customerId: Scratch.anna))
      #expect(found.verdict == .intact && found.ledgerHead?.version == 2)
    }
  }

  @Test func `preferences and state pass whole`() async throws {
    try await serve { client in
      let preferences = ConsentV1.Preferences(
        timeZone: "Europe/Prague",
        quietHours: [
          ConsentV1.DailyWindow(
            from: ConsentV1.TimeOfDay(hours: 21), to: ConsentV1.TimeOfDay(hours: 8))
        ])
      _ = try await client.setPreferences(
        ConsentV1.SetPreferencesRequest(
          requestId: "r1", customerId: Scratch.anna, preferences: preferences,
          updateMask: Google.FieldMask(paths: ["*"]), actor: .subject))
      let request = ConsentV1.GetConsentStateRequest(customerId: Scratch.anna)
      let state = try await client.getConsentState(request)
      #expect(state.preferences == preferences && state.verdicts.count == 20)
      let encoded = try await client.getConsentStateEncoded(request).decoded()
      #expect(encoded.verdicts.count == 20)
    }
  }

  @Test func `a refusal arrives with its status, its text and its details`() async throws {
    try await serve { client in
      let error = try await failure { try await client.grantConsent(grant("r1", channel: "fax")) }
      #expect(error.code == .invalidArgument && error.broken == ["channel unknown"])
      #expect(error.message.contains("email, sms, phone, post, push"))
    }
  }

  @Test func `changes are told in order, of one customer or of all, from any cursor`() async throws
  {
    try await serve { client in
      _ = try await client.grantConsent(grant("r1"))
      _ = try await client.grantConsent(grant("r1", customer: customerID(1)))
      _ = try await client.withdrawConsent(
        ConsentV1.WithdrawConsentRequest(
          requestId: "r2", customerId: Scratch.anna, purpose: "marketing", channel: "email",
          actor: .subject))
      let all = try await changes(client, 3)
      #expect(all.map(\.kind) == ["consent.granted", "consent.granted", "consent.withdrawn"])
      #expect(all.map(\.cursor) == all.map(\.cursor).sorted())
      let one = try await changes(client, 2, of: Scratch.anna)
      #expect(one.map(\.kind) == ["consent.granted", "consent.withdrawn"])
      let rest = try await changes(client, 1, of: Scratch.anna, after: one[0].cursor)
      let detail = try ConsentV1.ConsentChange(decoding: rest[0].detail)
      #expect(detail.ledgerHead?.version == 2)
      guard case .consent(let event) = detail.entry else {
        Issue.record("the change tells of no consent")
        return
      }
      #expect(event.action == .withdraw && event.purpose == "marketing")
    }
  }

  @Test func `changes of nobody are not waited for`() async throws {
    try await serve { client in
      let error = try await failure {
        try await changes(client, 1, of: Scratch.anna.lowercased())
      }
      #expect(error.broken == ["customer_id customer_id"])
    }
  }

  @Test func `a change is told while somebody waits for it`() async throws {
    try await serve { client in
      async let seen = changes(client, 1)
      _ = try await client.grantConsent(grant("r1"))
      #expect(try await seen.map(\.kind) == ["consent.granted"])
    }
  }

  private func changes(
    _ client: ConsentServiceClient, _ count: Int, of customer: String = "", after: UInt64 = 0
  ) async throws -> [RPCV1.Change] {
    let stream = client.watchChanges(
      ConsentV1.WatchChangesRequest(afterCursor: after, customerId: customer))
    var changes: [RPCV1.Change] = []
    for try await reply in stream {
      if let change = reply.change { changes.append(change) }
      if changes.count == count { break }
    }
    return changes
  }
}
