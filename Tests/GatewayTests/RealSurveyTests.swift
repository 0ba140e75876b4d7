import Foundation
import Gateway
import Messages
import RPC
import Storage
import Stubs
import Survey
import TestKit
import Testing

@Suite struct RealSurveyTests {
  /// A survey service over a database on disk, with one answer of the customer in it.
  static func answered(in folder: String) async throws -> SurveyHandlers {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let database = try SQLiteDatabase(path: folder + "/survey.db")
    try await database.migrate(Survey.Migrations.all)
    let store = SurveyStore(database)
    let survey = SurveyV1.Survey(
      surveyId: "srv_1", questions: [.init(id: "q", kind: .nps, text: "Recommend us?")])
    let frozen = try await store.create(survey, for: .init(requestId: "1", surveyId: "srv_1"))
    let request = SurveyV1.SubmitResponseRequest(
      responseId: "r1", customerId: Samples.anna, surveyId: "srv_1", surveyVersion: 1,
      mode: .phone, answers: [.init(questionId: "q", value: .number(10), comment: "Kind people.")])
    let now = Google.Timestamp(seconds: 1_700_000_000)
    _ = try await store.submit(
      Submission(request: request, survey: frozen, answeredAt: now, recordedAt: now))
    return SurveyHandlers(database: database) { "srv_2" }
  }

  @Test func `the view and the watch show what a customer told the survey service`() async throws {
    let folder = Folder.unused("gateway")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await Bed.with(replacing: [.survey: try await Self.answered(in: folder)]) { bed in
      let view = try await bed.view()
      #expect(view.survey?.lastNps?.score == 10)
      #expect(view.survey?.verbatims.map(\.text) == ["Kind people."])
      var watch = bed.client.watchCustomer(.init(subject: .customerId(Samples.anna)))
        .makeAsyncIterator()
      let event = try await watch.next()?.event
      guard case .change(let change) = event else {
        Issue.record("not a change: \(String(describing: event))")
        return
      }
      #expect(change.name == "survey" && change.change?.kind == "response.submitted")
    }
  }
}
