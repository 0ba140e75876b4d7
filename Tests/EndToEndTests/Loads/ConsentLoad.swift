import Messages
import RPC
import Stubs
import TestKit
import Testing

/// Grants: a writer's writes are one customer's ledger.
struct ConsentLoad: Load {
  let client: ConsentServiceClient

  func write(
    after receipts: [ConsentV1.GrantConsentReply], of writer: Int
  ) async throws -> ConsentV1.GrantConsentReply {
    let number = receipts.count
    var wrong = grant(number, writer)
    wrong.requestId = "no-\(wrong.requestId)"
    wrong.purpose = "spam"
    try await refused { _ = try await client.grantConsent(wrong) }
    let reply = try await client.grantConsent(grant(number, writer))
    #expect(reply.ledgerHead?.version == UInt64(number + 1))
    return reply
  }

  func check(_ receipts: [ConsentV1.GrantConsentReply], of writer: Int) async throws {
    let ledger = try await client.verifyLedger(.init(customerId: customerID(writer)))
    #expect(ledger.verdict == .intact, "\(ledger.message)")
    let version = Int(ledger.ledgerHead?.version ?? 0)
    #expect(version == receipts.count || version == receipts.count + 1)
    for (number, receipt) in receipts.enumerated() {
      #expect(try await client.grantConsent(grant(number, writer)) == receipt)
    }
    let after = try await client.verifyLedger(.init(customerId: customerID(writer)))
    #expect(after == ledger)
    guard version > 0 else { return }
    let state = try await client.getConsentState(.init(customerId: customerID(writer)))
    #expect(state.ledgerHead == ledger.ledgerHead)
    let email = state.verdicts.first { $0.purpose == "marketing" && $0.channel == "email" }
    #expect(email?.consent == .granted && email?.decidedBy == UInt64(version))
  }

  private func grant(_ number: Int, _ writer: Int) -> ConsentV1.GrantConsentRequest {
    ConsentV1.GrantConsentRequest(
      requestId: "grant-\(number)", customerId: customerID(writer), purpose: "marketing",
      channel: "email", actor: .subject, effectiveAt: .init(microseconds: Int64(number + 1)),
      collection: .init(method: "web_form", source: "load"))
  }
}
