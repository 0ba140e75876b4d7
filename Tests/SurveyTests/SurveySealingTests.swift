import Foundation
import Logging
import Messages
import ServiceKit
import Storage
import StorageKit
import TestKit
import Testing

@testable import Survey

/// What lies in the tables, and switching encryption on for data that are there.
@Suite struct SurveySealingTests {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let secrets = ["purple-shoes", "never again"]

  private func fill(_ scratch: Scratch) async throws {
    _ = try await scratch.freeze()
    let submission = Samples.submission(
      "r1", at: 100,
      [
        Samples.answer("recommend", .number(3), comment: "never again"),
        Samples.answer("words", .text("purple-shoes")),
      ])
    _ = try await scratch.store.submit(submission)
    try await scratch.answer(9, Samples.anna, "r2", at: 200)
    try await scratch.answer(10, Samples.bert, "r3", at: 300)
  }

  /// Texts that are anywhere in the rows of customers.
  private func found(_ scratch: Scratch) async throws -> [String] {
    let blobs = try await scratch.database.read { reader in
      try await reader.query("SELECT content FROM responses", []) { $0.blob(0) }
        + reader.query("SELECT summary FROM summaries", []) { $0.blob(0) }
        + reader.query("SELECT detail FROM change_log", []) { $0.blob(0) }
    }
    return secrets.filter { text in
      blobs.contains { Data($0).range(of: Data(text.utf8)) != nil }
    }
  }

  /// Whom the scores name.
  private func respondents(_ scratch: Scratch) async throws -> [[String]] {
    try await scratch.database.read { reader in
      try await reader.query(
        "SELECT respondent, response FROM nps_scores ORDER BY answered_at", []
      ) { [$0.text(0), $0.text(1)] }
    }
  }

  private func tally(_ store: SurveyStore) async throws -> NpsTally {
    try await store.tally(.init(surveyId: "srv_all"), questionId: "recommend")
  }

  private func prepare(_ store: SurveyStore) async throws {
    try await SurveySealing(store: store, logger: logger, clock: { 1 }).prepare()
  }

  @Test func `nothing that was said can be read, and scores name nobody`() async throws {
    let plain = try await Scratch(.plain)
    try await fill(plain)
    #expect(try await found(plain) == secrets)
    let sealed = try await Scratch(.sealed)
    try await fill(sealed)
    #expect(try await found(sealed) == [])
    let names = try await respondents(sealed)
    #expect(names.flatMap(\.self).allSatisfy { $0.count == 32 })
    #expect(names[0][0] == names[1][0] && names[1][0] != names[2][0])
    #expect(try await tally(sealed.store) == tally(plain.store))
  }

  @Test func `what was stored before is sealed, and reads as it did`() async throws {
    let scratch = try await Scratch(.plain)
    try await fill(scratch)
    let before = try await scratch.summary(of: Samples.anna)
    let (changes, score) = (try await scratch.changes(), try await tally(scratch.store))
    let keys = try await KeyBench(scratch.folder.path)
    let store = SurveyStore(scratch.database, vault: Vault(try await keys.subjects()))
    try await prepare(store)
    try await prepare(store)
    #expect(try await found(scratch) == [])
    let summary = try #require(try await store.summary(of: Samples.anna))
    #expect(try SurveyV1.SubjectSummary(decoding: summary) == before)
    #expect(try await tally(store) == score)
    #expect(try await respondents(scratch).flatMap(\.self).allSatisfy { $0.count == 32 })
    var details: [[UInt8]] = []
    for change in try await scratch.database.settledChanges() {
      details.append(try await store.vault.detail(of: change))
    }
    #expect(details == changes.map(\.detail))
    let error = try await #require(throws: ConfigurationError.self) {
      try await prepare(SurveyStore(scratch.database))
    }
    #expect(error.message.contains("the survey data are sealed: set encryption.key"))
  }
}
