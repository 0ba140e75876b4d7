import Messages
import Storage
import StorageKit
import Survey
import TestKit

/// A survey database of a test's own, in a folder that goes when the test does.
final class Scratch: Sendable {
  private let folder: Folder
  let database: any Database
  var store: SurveyStore { SurveyStore(database) }

  init() async throws {
    folder = try Folder("survey")
    database = try await TestDatabase.open(folder.path + "/survey.db")
    try await database.migrate(Migrations.all)
  }

  /// Freezes the survey of all kinds and answers it.
  func freeze(_ requestId: String = "q1", expectedVersion: UInt32 = 0) async throws
    -> SurveyV1.Survey
  {
    try await store.create(
      Samples.survey,
      for: SurveyV1.CreateSurveyRequest(
        requestId: requestId, surveyId: Samples.survey.surveyId, expectedVersion: expectedVersion,
        title: Samples.survey.title, questions: Samples.survey.questions))
  }

  /// Keeps an answer of `customer` to the NPS question; nil is dismissed.
  @discardableResult
  func answer(
    _ score: Int32?, _ customer: String, _ responseId: String, at seconds: Int64 = 100,
    mode: SurveyV1.Mode = .online
  ) async throws -> SurveyV1.SubmitResponseReply {
    let value: SurveyV1.Answer.Value = score.map { .number($0) } ?? .dismissed(.init())
    var submission = Samples.submission(
      responseId, at: seconds, [Samples.answer("recommend", value)])
    submission.request.customerId = customer
    submission.request.mode = mode
    return try await store.submit(submission)
  }
}
