import Messages
import RPC
import Stubs
import TestKit
import Testing

/// Responses: a writer is one customer.
struct SurveyLoad: Load {
  let client: SurveyServiceClient

  init(_ client: SurveyServiceClient) async throws {
    self.client = client
    let recommend = SurveyV1.Question(id: "recommend", kind: .nps, text: "Would you?")
    let why = SurveyV1.Question(id: "why", kind: .text, text: "Why?")
    _ = try await client.createSurvey(
      .init(requestId: "load", surveyId: "srv_load", title: "Load", questions: [recommend, why]))
  }

  func write(
    after receipts: [SurveyV1.SubmitResponseReply], of writer: Int
  ) async throws -> SurveyV1.SubmitResponseReply {
    let number = receipts.count
    var wrong = response(number, writer)
    wrong.responseId = "no-\(wrong.responseId)"
    wrong.answers[0].value = .number(11)
    try await refused { _ = try await client.submitResponse(wrong) }
    return try await client.submitResponse(response(number, writer))
  }

  func check(_ receipts: [SurveyV1.SubmitResponseReply], of writer: Int) async throws {
    let summary = try await client.getSubjectSummary(.init(customerId: customerID(writer)))
    let count = Int(summary.responses)
    #expect(count == receipts.count || count == receipts.count + 1)
    #expect(Int(summary.answers) == 2 * count && Int(summary.verbatimCount) == count)
    for (number, receipt) in receipts.enumerated() {
      #expect(try await client.submitResponse(response(number, writer)) == receipt)
    }
    let after = try await client.getSubjectSummary(.init(customerId: customerID(writer)))
    #expect(after == summary)
  }

  private func response(_ number: Int, _ writer: Int) -> SurveyV1.SubmitResponseRequest {
    SurveyV1.SubmitResponseRequest(
      responseId: "r-\(writer)-\(number)", customerId: customerID(writer), surveyId: "srv_load",
      surveyVersion: 1, mode: .online, answeredAt: .init(microseconds: Int64(number + 1)),
      answers: [
        .init(questionId: "recommend", value: .number(Int32(number % 11))),
        .init(questionId: "why", value: .text("because of \(number)")),
      ])
  }
}
