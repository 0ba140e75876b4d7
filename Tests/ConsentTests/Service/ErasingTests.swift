import Encryption
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import StorageKit
import Testing

@testable import Consent

/// A customer who is erased, with data as they are and sealed.
@Suite struct `Erasing a customer` {
  private func fill(_ scratch: Scratch) async throws {
    _ = try await scratch.handlers.grantConsent(
      .init(
        requestId: "r1", customerId: Scratch.anna, purpose: "marketing", channel: "email",
        actor: .subject,
        collection: .init(
          method: "web_form", source: "https://shop.example/anna-smith",
          notice: .init(id: "n-1", version: "3", language: "cs"),
          evidenceSha256: [UInt8](repeating: 9, count: 32))), scratch.call())
    try await scratch.prefer(
      "r2", ConsentV1.Preferences(timeZone: "Europe/Prague"), at: 1)
    try await scratch.withdraw("r3", at: 2)
  }

  private func erase(_ scratch: Scratch, _ request: String = "x1", at minute: Int64 = 5)
    async throws -> ConsentV1.EraseSubjectReply
  {
    try await scratch.handlers.eraseSubject(
      .init(requestId: request, customerId: Scratch.anna), scratch.call(minute))
  }

  @Test(arguments: Form.allCases)
  func `leaves nobody to contact, nothing preferred, and a chain that verifies`(form: Form)
    async throws
  {
    let scratch = try await Scratch(form)
    try await fill(scratch)
    let head = try await scratch.state().ledgerHead
    let reply = try await erase(scratch)
    #expect(reply.erasedAt == .noon(5))
    #expect(reply.reach == (form == .sealed ? .everyCopy : .serviceOnly))
    #expect(try await scratch.may(at: 6).reasons.map(\.code).first == "SUBJECT_ERASED")
    let state = try await scratch.state(at: 6)
    #expect(state.preferences == nil && state.deciding.isEmpty && state.ledgerHead == head)
    #expect(state.verdicts.allSatisfy { $0.reasons.first == "SUBJECT_ERASED" })
    let found = try await scratch.verify()
    #expect(found.verdict == .intact && found.ledgerHead == head)
    let past = try await failure { try await scratch.state(at: 6, asOf: .noon(1)) }
    #expect(past.code == .notFound && past.reasonCode == "ERASED")
  }

  @Test(arguments: Form.allCases)
  func `keeps the proof of each consent, and no more`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await fill(scratch)
    _ = try await erase(scratch)
    let rows = try await scratch.database.read { reader in
      try await reader.query(
        """
        SELECT request_id, length(request_digest), length(salt), length(payload), proof
        FROM ledger ORDER BY entry
        """, []
      ) {
        (
          id: $0.text(0), left: $0.integer(1) + $0.integer(2) + $0.integer(3),
          proof: $0.optionalBlob(4)
        )
      }
    }
    #expect(rows.map(\.id) == ["erased 1", "erased 2", "erased 3"])
    #expect(rows.allSatisfy { $0.left == 0 })
    let proofs = try rows.map { try $0.proof.map { try LedgerEntry(canonical: $0) } }
    let grant = try #require(proofs[0])
    #expect(grant.event(number: 1)?.scope == Scope("marketing", "email"))
    #expect(grant.event(number: 1)?.action == .grant && grant.recordedAt == Scratch.noon)
    #expect(
      grant.collection
        == .init(
          method: "web_form", source: "", noticeID: "n-1", noticeVersion: "3", noticeLanguage: "cs")
    )
    #expect([grant.customer, grant.request, grant.recorder] == ["", "", ""])
    #expect(proofs[1] == nil)
    #expect(proofs[2]?.event(number: 3)?.action == .withdraw)
  }

  @Test(arguments: Form.allCases)
  func `is for good: writes are refused, and it is done once`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await fill(scratch)
    let first = try await erase(scratch)
    #expect(try await erase(scratch, "x2", at: 9) == first)
    for refused in [
      try await failure { try await scratch.grant("r9", at: 7) },
      try await failure { try await scratch.grant("r1", at: 7) },
      try await failure { try await scratch.withdraw("r8", at: 7) },
      try await failure { try await scratch.prefer("r7", .init(), at: 7) },
    ] {
      #expect(refused.code == .notFound && refused.reasonCode == "ERASED")
    }
    let changes = try await scratch.database.settledChanges()
    #expect(
      changes.map(\.kind) == [
        "consent.granted", "preferences.set", "consent.withdrawn", "subject.erased",
      ])
    #expect(changes.map(\.detail.isEmpty) == [true, true, true, false])
  }

  @Test(arguments: Form.allCases)
  func `of one never heard of lets nothing in later`(form: Form) async throws {
    let scratch = try await Scratch(form)
    _ = try await erase(scratch)
    #expect(try await scratch.may(at: 6).reasons.map(\.code).first == "SUBJECT_ERASED")
    let refused = try await failure { try await scratch.grant("r1", at: 7) }
    #expect(refused.reasonCode == "ERASED")
    #expect(try await scratch.verify().verdict == .intact)
  }

  @Test func `a chain of erased entries that is touched is found`() async throws {
    let scratch = try await Scratch(.sealed)
    try await fill(scratch)
    _ = try await erase(scratch)
    try await scratch.database.write(customer: Scratch.anna) {
      try await $0.execute(
        "UPDATE ledger SET commitment = $2 WHERE customer_id = $1 AND entry = 2",
        [.text(Scratch.anna), .blob([UInt8](repeating: 1, count: 32))])
    }
    let found = try await scratch.verify()
    #expect(found.verdict == .broken && found.brokenEntry == 2)
  }

  @Test func `a backup that brings the data back brings nothing to read, and is erased again`()
    async throws
  {
    let scratch = try await Scratch(.sealed)
    try await fill(scratch)
    // As a restored backup has it: the data of before, the keys of today.
    try await scratch.keys?.subjects().destroy(Scratch.anna)
    let keys = try #require(try await scratch.keys?.subjects())
    let store = ConsentStore(scratch.database, vault: try Vault(keys))
    #expect(try await store.state(of: Scratch.anna).subject == Subject(status: .erased))
    #expect(try await store.vault.detail(of: scratch.database.settledChanges()[1]) == [])
    guard case .intact = try await store.verify(Scratch.anna) else {
      Issue.record("the chain does not verify")
      return
    }
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    try await ConsentSealing(store: store, logger: logger, clock: { 1 }).prepare()
    let left = try await scratch.database.read { reader in
      try await reader.first("SELECT sum(length(payload)) FROM ledger", []) { $0.integer(0) }
    }
    #expect(left == 0)
    let kinds = try await scratch.database.settledChanges().map(\.kind)
    #expect(kinds.last == "subject.erased")
  }
}
