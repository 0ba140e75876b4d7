import Messages
import Storage
import StorageKit
import Survey
import TestKit
import Testing

@Suite struct SurveyStoreTests {
  @Test(arguments: Form.allCases)
  func `a survey is frozen: its next version leaves the first as it was`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let first = try await scratch.freeze()
    var changed = Samples.survey
    changed.title = "Other"
    let second = try await scratch.store.create(
      changed,
      for: SurveyV1.CreateSurveyRequest(
        requestId: "q2", surveyId: changed.surveyId, expectedVersion: 1, title: "Other"))
    #expect(first.version == 1 && second.version == 2)
    #expect(try await scratch.store.survey("srv_all", version: 1) == first)
    #expect(try await scratch.store.survey("srv_all", version: 0) == second)
  }

  @Test(arguments: Form.allCases)
  func `the same request gets the same survey, other content none`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let first = try await scratch.freeze()
    #expect(try await scratch.freeze() == first)
    let taken = Refusal.idTaken(field: "request_id", id: "q1")
    await #expect(throws: taken) { try await scratch.freeze(expectedVersion: 7) }
  }

  @Test(arguments: Form.allCases)
  func `another newest version than expected is refused`(form: Form) async throws {
    let scratch = try await Scratch(form)
    _ = try await scratch.freeze()
    await #expect(throws: Refusal.otherVersion(expected: 0, newest: 1)) {
      try await scratch.freeze("q2")
    }
    await #expect(throws: Refusal.otherVersion(expected: 2, newest: 1)) {
      try await scratch.freeze("q2", expectedVersion: 2)
    }
  }

  @Test(arguments: Form.allCases)
  func `a survey or version that is not there is named in the refusal`(form: Form) async throws {
    let scratch = try await Scratch(form)
    _ = try await scratch.freeze()
    await #expect(throws: Refusal.noSurvey(id: "srv_none", version: 0)) {
      try await scratch.store.survey("srv_none", version: 0)
    }
    await #expect(throws: Refusal.noSurvey(id: "srv_all", version: 2)) {
      try await scratch.store.survey("srv_all", version: 2)
    }
  }

  @Test(arguments: Form.allCases)
  func `the same response counts once and gets its first reply`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let first = try await scratch.answer(9, Samples.anna, "r1")
    #expect(try await scratch.answer(9, Samples.anna, "r1") == first)
    let tally = try await scratch.store.tally(.init(surveyId: "srv_all"), questionId: "recommend")
    #expect(tally.score.n == 1)
    #expect(try await scratch.summary(of: Samples.anna).responses == 1)
  }

  @Test(arguments: Form.allCases)
  func `a response id serves one content and one customer`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.answer(9, Samples.anna, "r1")
    let taken = Refusal.idTaken(field: "response_id", id: "r1")
    await #expect(throws: taken) { try await scratch.answer(8, Samples.anna, "r1") }
    await #expect(throws: taken) { try await scratch.answer(9, Samples.bert, "r1") }
    #expect(try await scratch.store.summary(of: Samples.bert) == nil)
    #expect(try await scratch.summary(of: Samples.anna).lastNps?.score == 9)
  }

  @Test(arguments: Form.allCases)
  func `each write leaves one change, in order`(form: Form) async throws {
    let scratch = try await Scratch(form)
    _ = try await scratch.freeze()
    try await scratch.answer(9, Samples.anna, "r1")
    try await scratch.answer(9, Samples.anna, "r1")
    try await scratch.answer(nil, Samples.bert, "r2")
    let changes = try await scratch.changes()
    #expect(changes.map(\.kind) == ["survey.created", "response.submitted", "response.submitted"])
    #expect(changes.map(\.customer) == ["", Samples.anna, Samples.bert])
    let details = try changes.dropFirst().map {
      try SurveyV1.ResponseSubmitted(decoding: $0.detail)
    }
    #expect(details.map(\.responseId) == ["r1", "r2"])
    #expect(details[0].nps?.score == 9)
    #expect(details[1].nps == nil)
  }

  @Test(arguments: Form.allCases)
  func `dismissed answers are counted apart from the score`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let scores: [Int32?] = [10, 10, 9, 9, 9, 8, 8, 7, 6, 0, nil, nil, nil, nil, nil]
    for (place, score) in scores.enumerated() {
      try await scratch.answer(score, customerID(place), "r\(place)")
    }
    let tally = try await scratch.store.tally(.init(surveyId: "srv_all"), questionId: "recommend")
    #expect(tally.score == NetPromoterScore(promoters: 5, passives: 3, detractors: 2))
    #expect(tally.score.points == 30)
    #expect(tally.dismissed == 5)
  }

  @Test(arguments: Form.allCases)
  func `one person has one voice, unless every answer is asked for`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.answer(10, Samples.anna, "r3", at: 300, mode: .phone)
    try await scratch.answer(0, Samples.anna, "r1", at: 100)
    try await scratch.answer(nil, Samples.anna, "r4", at: 400)
    try await scratch.answer(7, Samples.bert, "r5", at: 100)
    let latest = try await scratch.store.tally(.init(surveyId: "srv_all"), questionId: "recommend")
    #expect(latest.score == NetPromoterScore(promoters: 1, passives: 1))
    #expect(latest.modes == [.init(mode: .online, n: 1), .init(mode: .phone, n: 1)])
    let every = try await scratch.store.tally(
      .init(surveyId: "srv_all", counting: .everyAnswer), questionId: "recommend")
    #expect(every.score == NetPromoterScore(promoters: 1, passives: 1, detractors: 1))
    #expect(every.answers == 3 && latest.answers == 3)
  }

  @Test(arguments: Form.allCases)
  func `a window is half-open, and the latest is the latest in it`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.answer(0, Samples.anna, "r1", at: 100)
    try await scratch.answer(10, Samples.anna, "r2", at: 200)
    func score(from: Int64, to: Int64) async throws -> NetPromoterScore {
      try await scratch.store.tally(
        .init(
          surveyId: "srv_all", fromAt: Samples.instant(from), toAt: Samples.instant(to)),
        questionId: "recommend"
      ).score
    }
    #expect(try await score(from: 100, to: 200) == NetPromoterScore(detractors: 1))
    #expect(try await score(from: 100, to: 201) == NetPromoterScore(promoters: 1))
    #expect(try await score(from: 201, to: 999) == NetPromoterScore())
  }
}

extension Scratch {
  /// The stored summary, decoded.
  func summary(of customer: String) async throws -> SurveyV1.SubjectSummary {
    let bytes = try #require(try await store.summary(of: customer))
    return try SurveyV1.SubjectSummary(decoding: bytes)
  }
}
