package import Messages
import Storage

/// Responses, and the summary of each customer that is kept beside them, ready to be sent as it is.
extension SurveyStore {
  /// Keeps a response, unless its id was answered before: then the first reply is given again.
  ///
  /// - Throws: ``Refusal/idTaken(field:id:)`` where the response id had other content.
  package func submit(_ submission: Submission) async throws -> SurveyV1.SubmitResponseReply {
    let content = submission.request.encoded()
    return try await database.write(customer: submission.request.customerId) { writer in
      if let earlier = try await Self.earlier(submission.request, content, in: writer) {
        return earlier
      }
      try await Self.insert(submission, content, in: writer)
      try await Self.insertNpsAnswers(of: submission, in: writer)
      try await Self.updateSummary(with: submission, in: writer)
      try await writer.appendChange(
        customer: submission.request.customerId, kind: "response.submitted",
        detail: submission.change.encoded())
      return SurveyV1.SubmitResponseReply(
        responseId: submission.request.responseId, answeredAt: submission.answeredAt,
        recordedAt: submission.recordedAt)
    }
  }

  /// The encoded summary of a customer; nil where there is no response.
  package func summary(of customerId: String) async throws -> [UInt8]? {
    try await database.read { reader in
      try await Self.summary(of: customerId, in: reader)
    }
  }

  private static func summary(of customerId: String, in reader: any Reader) async throws
    -> [UInt8]?
  {
    let sql = "SELECT summary FROM summaries WHERE customer_id = $1"
    return try await reader.first(sql, [.text(customerId)]) { $0.blob(0) }
  }

  private static func earlier(
    _ request: SurveyV1.SubmitResponseRequest, _ content: [UInt8], in reader: any Reader
  ) async throws -> SurveyV1.SubmitResponseReply? {
    let owner = try await reader.first(
      "SELECT customer_id FROM response_owners WHERE response_id = $1",
      [.text(request.responseId)]
    ) { $0.text(0) }
    guard let owner else { return nil }
    guard owner == request.customerId else {
      throw Refusal.idTaken(field: "response_id", id: request.responseId)
    }
    let sql = """
      SELECT content, answered_at, recorded_at FROM responses
      WHERE customer_id = $1 AND response_id = $2
      """
    let found = try await reader.first(sql, [.text(owner), .text(request.responseId)]) { row in
      (content: row.blob(0), answeredAt: row.integer(1), recordedAt: row.integer(2))
    }
    guard let found else { return nil }
    guard found.content == content else {
      throw Refusal.idTaken(field: "response_id", id: request.responseId)
    }
    return SurveyV1.SubmitResponseReply(
      responseId: request.responseId,
      answeredAt: Google.Timestamp(microseconds: found.answeredAt),
      recordedAt: Google.Timestamp(microseconds: found.recordedAt))
  }

  private static func insert(
    _ submission: Submission, _ content: [UInt8], in writer: any Writer
  ) async throws {
    let request = submission.request
    try await writer.execute(
      "INSERT INTO response_owners (response_id, customer_id) VALUES ($1, $2)",
      [.text(request.responseId), .text(request.customerId)])
    try await writer.execute(
      """
      INSERT INTO responses
        (customer_id, response_id, survey_id, version, mode, answered_at, recorded_at, content)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      [
        .text(request.customerId), .text(request.responseId), .text(request.surveyId),
        .integer(Int64(request.surveyVersion)), .integer(Int64(request.mode.rawValue)),
        .integer(submission.answeredAt.microseconds),
        .integer(submission.recordedAt.microseconds), .blob(content),
      ])
  }

  private static func insertNpsAnswers(of submission: Submission, in writer: any Writer)
    async throws
  {
    let request = submission.request
    for (question, answer) in submission.answered where question.kind == .nps {
      try await writer.execute(
        """
        INSERT INTO nps_answers
          (customer_id, response_id, question_id, survey_id, version, mode, answered_at, score)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
          .text(request.customerId), .text(request.responseId), .text(question.id),
          .text(request.surveyId), .integer(Int64(request.surveyVersion)),
          .integer(Int64(request.mode.rawValue)), .integer(submission.answeredAt.microseconds),
          SQLValue(answer.number.map(Int64.init)),
        ])
    }
  }

  private static func updateSummary(with submission: Submission, in writer: any Writer)
    async throws
  {
    let customerId = submission.request.customerId
    let known = try await summary(of: customerId, in: writer)
    let summary = try known.map { try SurveyV1.SubjectSummary(decoding: $0) }
    let updated = (summary ?? SurveyV1.SubjectSummary(customerId: customerId)).adding(submission)
    try await writer.execute(
      """
      INSERT INTO summaries (customer_id, summary) VALUES ($1, $2)
      ON CONFLICT (customer_id) DO UPDATE SET summary = excluded.summary
      """, [.text(customerId), .blob(updated.encoded())])
  }
}

extension SurveyV1.Answer {
  /// The whole number given; nil where it is another kind of answer, or dismissed.
  fileprivate var number: Int32? {
    if case .number(let number) = value { number } else { nil }
  }
}

extension Submission {
  /// What the change log tells about the response.
  fileprivate var change: SurveyV1.ResponseSubmitted {
    SurveyV1.ResponseSubmitted(
      responseId: request.responseId, surveyId: request.surveyId,
      surveyVersion: request.surveyVersion, mode: request.mode, answeredAt: answeredAt, nps: nps)
  }
}
