import Messages
import RPC
import Storage
import Stubs
import TestKit
import Testing

@testable import Survey

/// The service as its clients meet it: through a socket, with certificates, over a database on
/// disk.
@Suite struct SurveyServiceTests {
  /// Twice: with data as they are, and sealed; what `body` sees is the same.
  static func with(_ body: (SurveyServiceClient) async throws -> Void) async throws {
    for form in Form.allCases { try await with(form, body) }
  }

  private static func with(
    _ form: Form, _ body: (SurveyServiceClient) async throws -> Void
  ) async throws {
    let scratch = try await Scratch(form)
    let handlers = SurveyHandlers(store: scratch.store, makeSurveyId: { "srv_new" })
    try await Loopback.with([handlers], as: "survey") { loopback in
      try await body(SurveyServiceClient(loopback.channel))
    }
    await scratch.database.close()
  }

  static func create(_ client: SurveyServiceClient) async throws -> SurveyV1.Survey {
    let request = SurveyV1.CreateSurveyRequest(
      requestId: "q1", title: "All kinds", questions: Samples.survey.questions)
    return try #require(try await client.createSurvey(request).survey)
  }

  static func response(
    _ id: String, of customer: String = Samples.anna, _ value: SurveyV1.Answer.Value,
    comment: String = ""
  ) -> SurveyV1.SubmitResponseRequest {
    SurveyV1.SubmitResponseRequest(
      responseId: id, customerId: customer, surveyId: "srv_new", surveyVersion: 1, mode: .online,
      answers: [Samples.answer("recommend", value, comment: comment)])
  }

  static func refusal(_ body: () async throws -> Void) async throws -> RPCError {
    try await #require(throws: RPCError.self) { try await body() }
  }

  @Test func `a survey is made, read back and answered`() async throws {
    try await Self.with { client in
      let survey = try await Self.create(client)
      #expect(survey.surveyId == "srv_new" && survey.version == 1)
      #expect(survey.questions == Samples.survey.questions)
      let read = try await client.getSurvey(.init(surveyId: "srv_new"))
      #expect(read == survey)
      let reply = try await client.submitResponse(
        Self.response("r1", .number(9), comment: "Fast."))
      #expect(reply.responseId == "r1" && reply.answeredAt == reply.recordedAt)
      let again = try await client.submitResponse(
        Self.response("r1", .number(9), comment: "Fast."))
      #expect(again == reply)
      let summary = try await client.getSubjectSummary(.init(customerId: Samples.anna))
      #expect(summary.lastNps?.score == 9 && summary.lastNps?.comment == "Fast.")
      #expect(summary.responses == 1 && summary.lastResponseAt == reply.answeredAt)
    }
  }

  @Test func `a score comes with n and interval, and without answers not at all`() async throws {
    try await Self.with { client in
      _ = try await Self.create(client)
      let none = try await client.getNps(.init(surveyId: "srv_new"))
      #expect(none.score == nil && none.n == 0 && none.interval == nil)
      for (place, score) in ([9, 10, 9, 10, 9, 7, 8, 7, 0, 6] as [Int32]).enumerated() {
        let request = Self.response("r\(place)", of: customerID(place), .number(score))
        _ = try await client.submitResponse(request)
      }
      _ = try await client.submitResponse(
        Self.response("r99", of: customerID(99), .dismissed(.init())))
      let nps = try await client.getNps(.init(surveyId: "srv_new"))
      #expect(nps.score?.points == 30 && nps.n == 10 && nps.dismissed == 1)
      #expect(nps.interval?.method == .adjustedWald && nps.pointsPerAnswer == 20)
    }
  }

  @Test func `a customer who never answered has an empty summary`() async throws {
    try await Self.with { client in
      let summary = try await client.getSubjectSummary(.init(customerId: Samples.bert))
      #expect(summary == SurveyV1.SubjectSummary(customerId: Samples.bert))
    }
  }

  @Test(arguments: ["banana", Samples.anna.lowercased()])
  func `a customer has one spelling, whatever the call`(customer: String) async throws {
    try await Self.with { client in
      _ = try await Self.create(client)
      let errors = [
        try await Self.refusal {
          _ = try await client.submitResponse(Self.response("r1", of: customer, .number(9)))
        },
        try await Self.refusal {
          _ = try await client.getSubjectSummary(.init(customerId: customer))
        },
        try await Self.refusal {
          var watch = client.watchChanges(.init(customerId: customer)).makeAsyncIterator()
          _ = try await watch.next()
        },
      ]
      for error in errors {
        #expect(error.code == .invalidArgument)
        #expect(error.fieldViolation?.field == "customer_id")
        #expect(error.fieldViolation?.rule == "customer_id")
      }
    }
  }

  @Test func `a survey must be named, and a version be one that can exist`() async throws {
    try await Self.with { client in
      let unnamed = try await Self.refusal { _ = try await client.getSurvey(.init()) }
      #expect(unnamed.code == .invalidArgument)
      #expect(unnamed.fieldViolation?.field == "survey_id")
      #expect(unnamed.fieldViolation?.rule == "required")
      let absurd = try await Self.refusal {
        _ = try await client.getSurvey(.init(surveyId: "srv_new", version: .max))
      }
      #expect(absurd.code == .invalidArgument && absurd.fieldViolation?.field == "version")
      #expect(absurd.message.contains("0 to 1000000"))
    }
  }

  @Test func `the same response id with other content is ALREADY_EXISTS`() async throws {
    try await Self.with { client in
      _ = try await Self.create(client)
      _ = try await client.submitResponse(Self.response("r1", .number(9)))
      let error = try await Self.refusal {
        _ = try await client.submitResponse(Self.response("r1", .number(8)))
      }
      #expect(error.code == .alreadyExists && error.reasonCode == "OTHER_CONTENT")
      #expect(error.message.contains("response_id 'r1'"))
    }
  }

  @Test func `a bad answer is refused with its field and rule, and nothing is written`()
    async throws
  {
    try await Self.with { client in
      _ = try await Self.create(client)
      let error = try await Self.refusal {
        _ = try await client.submitResponse(Self.response("r1", .number(11)))
      }
      #expect(error.code == .invalidArgument)
      #expect(error.fieldViolation?.field == "answers[0].number")
      #expect(error.fieldViolation?.rule == "range")
      #expect(error.message.contains("whole number from 0 to 10, not 11"))
      let summary = try await client.getSubjectSummary(.init(customerId: Samples.anna))
      #expect(summary.responses == 0)
    }
  }

  @Test func `all violations of a request are told at once`() async throws {
    try await Self.with { client in
      let error = try await Self.refusal { _ = try await client.createSurvey(.init()) }
      #expect(error.code == .invalidArgument)
      #expect(error.details.count == 3)
      for field in ["request_id", "title", "questions"] {
        #expect(error.message.contains("\(field): "))
      }
    }
  }

  @Test func `an unknown survey is NOT_FOUND, another newest version ABORTED`() async throws {
    try await Self.with { client in
      let missing = try await Self.refusal {
        _ = try await client.submitResponse(Self.response("r1", .number(9)))
      }
      #expect(missing.code == .notFound)
      _ = try await Self.create(client)
      let stale = try await Self.refusal {
        _ = try await client.createSurvey(
          .init(
            requestId: "q2", surveyId: "srv_new", expectedVersion: 3, title: "Next",
            questions: [Samples.nps]))
      }
      #expect(stale.code == .aborted && stale.reasonCode == "OTHER_VERSION")
    }
  }

  @Test func `a watcher sees what was and what comes, of its customer only`() async throws {
    try await Self.with { client in
      _ = try await Self.create(client)
      _ = try await client.submitResponse(Self.response("r1", .number(9)))
      var watch = client.watchChanges(.init(customerId: Samples.anna)).makeAsyncIterator()
      let first = try #require(try await watch.next()?.change)
      #expect(first.kind == "response.submitted" && first.customerId == Samples.anna)
      _ = try await client.submitResponse(Self.response("r2", of: Samples.bert, .number(1)))
      _ = try await client.submitResponse(Self.response("r3", .number(2)))
      let second = try #require(try await watch.next()?.change)
      #expect(second.cursor > first.cursor + 1)
      let detail = try SurveyV1.ResponseSubmitted(decoding: second.detail)
      #expect(detail.responseId == "r3" && detail.nps?.category == .detractor)
      var later = client.watchChanges(.init(afterCursor: first.cursor)).makeAsyncIterator()
      let resumed = try await later.next()?.change?.customerId
      #expect(resumed == Samples.bert)
    }
  }

  @Test func `a cursor that no log can reach is refused`() async throws {
    try await Self.with { client in
      var watch = client.watchChanges(.init(afterCursor: .max)).makeAsyncIterator()
      let error = try await Self.refusal { _ = try await watch.next() }
      #expect(error.code == .invalidArgument)
    }
  }
}
