import Encryption
import Messages
import RPC
import Storage
import StorageKit
import TLS
import Testing

@testable import Survey

/// A customer who is erased, with data as they are and sealed.
@Suite struct ErasingTests {
  private func erase(
    _ scratch: Scratch, _ customer: String = Samples.anna, _ request: String = "x1",
    at seconds: Int64 = 900
  ) async throws -> SurveyV1.EraseSubjectReply {
    let peer = try #require(PeerIdentity(uri: "spiffe://cameo.local/client/test"))
    let handlers = SurveyHandlers(store: scratch.store, makeSurveyId: { "srv_new" })
    return try await handlers.eraseSubject(
      .init(requestId: request, customerId: customer),
      CallContext(method: "test", peer: peer, now: Samples.instant(seconds)))
  }

  private func rows(
    _ scratch: Scratch, _ table: String, of column: String = "customer_id"
  ) async throws -> Int64 {
    try await scratch.database.read { reader in
      try await reader.first(
        "SELECT count(*) FROM \(table) WHERE \(column) = $1", [.text(Samples.anna)]
      ) { $0.integer(0) } ?? 0
    }
  }

  private func fill(_ scratch: Scratch) async throws {
    _ = try await scratch.freeze()
    try await scratch.answer(0, Samples.anna, "r1", at: 100)
    try await scratch.answer(10, Samples.anna, "r2", at: 200)
    try await scratch.answer(9, Samples.bert, "r3", at: 300)
  }

  @Test(arguments: Form.allCases)
  func `answers and summary are gone, and past scores do not move`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await fill(scratch)
    let latest = try await scratch.store.tally(.init(surveyId: "srv_all"), questionId: "recommend")
    let every = try await scratch.store.tally(
      .init(surveyId: "srv_all", counting: .everyAnswer), questionId: "recommend")
    let reply = try await erase(scratch)
    #expect(reply.erasedAt == Samples.instant(900))
    #expect(reply.reach == (form == .sealed ? .everyCopy : .serviceOnly))
    for table in ["responses", "response_owners", "summaries"] {
      #expect(try await rows(scratch, table) == 0, "\(table)")
    }
    #expect(try await rows(scratch, "nps_scores", of: "respondent") == 0)
    #expect(
      try await scratch.store.tally(.init(surveyId: "srv_all"), questionId: "recommend") == latest)
    #expect(
      try await scratch.store.tally(
        .init(surveyId: "srv_all", counting: .everyAnswer), questionId: "recommend") == every)
    #expect(try await scratch.summary(of: Samples.bert).responses == 1)
  }

  @Test(arguments: Form.allCases)
  func `reads and late answers are refused as erased, and it is done once`(form: Form) async throws
  {
    let scratch = try await Scratch(form)
    try await fill(scratch)
    let first = try await erase(scratch)
    #expect(try await erase(scratch, at: 950) == first)
    await #expect(throws: Survey.Refusal.erased) {
      try await scratch.store.summary(of: Samples.anna)
    }
    for response in ["r1", "r9"] {
      let error = await #expect(throws: (any Error).self) {
        try await scratch.answer(0, Samples.anna, response, at: 100)
      }
      #expect(Self.isErased(error), "\(String(describing: error))")
    }
    let changes = try await scratch.changes().filter { $0.customer == Samples.anna }
    #expect(changes.map(\.kind) == ["response.submitted", "response.submitted", "subject.erased"])
    #expect(changes.map(\.detail.isEmpty) == [true, true, false])
  }

  @Test(arguments: Form.allCases)
  func `one never heard of is erased too, and lets nothing in later`(form: Form) async throws {
    let scratch = try await Scratch(form)
    _ = try await scratch.freeze()
    _ = try await erase(scratch)
    let error = await #expect(throws: (any Error).self) {
      try await scratch.answer(5, Samples.anna, "r1")
    }
    #expect(Self.isErased(error))
  }

  private static func isErased(_ error: (any Error)?) -> Bool {
    error as? Survey.Refusal == .erased || (error as? EncryptionError)?.code == .destroyed
  }
}
