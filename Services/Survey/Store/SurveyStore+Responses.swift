package import Messages
import Storage

/// Responses, and the summary of each customer that is kept beside them, ready to be sent as it is.
extension SurveyStore {
  /// Keeps a response, unless its id was answered before: then the first reply is given again.
  ///
  /// - Throws: ``Refusal/idTaken(field:id:)`` where the response id had other content.
  package func submit(_ submission: Submission) async throws -> SurveyV1.SubmitResponseReply {
    let customer = submission.request.customerId
    let content = submission.request.encoded()
    let vault = try await vault.writing(customer)
    return try await database.write(customer: customer) { writer in
      try await Self.checkNotErased(customer, in: writer)
      if let earlier = try await Self.earlier(submission.request, content, vault, in: writer) {
        return earlier
      }
      try await Self.insert(submission, content, vault, in: writer)
      try await Self.insertNpsScores(of: submission, vault, in: writer)
      try await Self.updateSummary(with: submission, vault, in: writer)
      let kind = "response.submitted"
      try await writer.appendChange(
        customer: customer, kind: kind,
        detail: try vault.seal(submission.change.encoded(), .change, row: kind))
      return SurveyV1.SubmitResponseReply(
        responseId: submission.request.responseId, answeredAt: submission.answeredAt,
        recordedAt: submission.recordedAt)
    }
  }

  /// The encoded summary of a customer; nil where there is no response.
  ///
  /// - Throws: ``Refusal/erased``.
  package func summary(of customerId: String) async throws -> [UInt8]? {
    let stored = try await database.read { reader in
      let stored = try await Self.storedSummary(of: customerId, in: reader)
      if stored == nil { try await Self.checkNotErased(customerId, in: reader) }
      return stored
    }
    guard let stored else { return nil }
    return try await vault.reading(customerId).open(stored, .summary)
  }

  /// As the table has it.
  static func storedSummary(of customerId: String, in reader: any Reader) async throws
    -> [UInt8]?
  {
    let sql = "SELECT summary FROM summaries WHERE customer_id = $1"
    return try await reader.first(sql, [.text(customerId)]) { $0.blob(0) }
  }

  private static func earlier(
    _ request: SurveyV1.SubmitResponseRequest, _ content: [UInt8], _ vault: CustomerVault,
    in reader: any Reader
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
    guard try vault.open(found.content, .response, row: request.responseId) == content else {
      throw Refusal.idTaken(field: "response_id", id: request.responseId)
    }
    return SurveyV1.SubmitResponseReply(
      responseId: request.responseId,
      answeredAt: Google.Timestamp(microseconds: found.answeredAt),
      recordedAt: Google.Timestamp(microseconds: found.recordedAt))
  }

  private static func insert(
    _ submission: Submission, _ content: [UInt8], _ vault: CustomerVault, in writer: any Writer
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
        .integer(submission.recordedAt.microseconds),
        .blob(try vault.seal(content, .response, row: request.responseId)),
      ])
  }

  private static func insertNpsScores(
    of submission: Submission, _ vault: CustomerVault, in writer: any Writer
  ) async throws {
    let request = submission.request
    let (respondent, response) = (try vault.respondent(), try vault.response(request.responseId))
    for (question, answer) in submission.answered where question.kind == .nps {
      try await writer.execute(
        """
        INSERT INTO nps_scores
          (respondent, response, question_id, survey_id, version, mode, answered_at, score)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
          .text(respondent), .text(response), .text(question.id),
          .text(request.surveyId), .integer(Int64(request.surveyVersion)),
          .integer(Int64(request.mode.rawValue)), .integer(submission.answeredAt.microseconds),
          SQLValue(answer.number.map(Int64.init)),
        ])
    }
  }

  private static func updateSummary(
    with submission: Submission, _ vault: CustomerVault, in writer: any Writer
  ) async throws {
    let customerId = submission.request.customerId
    let known = try await storedSummary(of: customerId, in: writer)
    let summary = try known.map {
      try SurveyV1.SubjectSummary(decoding: vault.open($0, .summary))
    }
    let updated = (summary ?? SurveyV1.SubjectSummary(customerId: customerId)).adding(submission)
    try await keep(updated.encoded(), of: customerId, vault, in: writer)
  }

  static func keep(
    _ summary: [UInt8], of customerId: String, _ vault: CustomerVault, in writer: any Writer
  ) async throws {
    try await writer.execute(
      """
      INSERT INTO summaries (customer_id, summary) VALUES ($1, $2)
      ON CONFLICT (customer_id) DO UPDATE SET summary = excluded.summary
      """, [.text(customerId), .blob(try vault.seal(summary, .summary))])
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
