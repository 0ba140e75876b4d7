package import Messages
package import Storage

/// The survey service's tables. Instants are microseconds since 1970; what a request means is the
/// rules' business.
package struct SurveyStore: Sendable {
  let database: any Database
  let vault: Vault

  /// A store over a database that has ``Migrations/all``, whose data lie as they are.
  package init(_ database: any Database) {
    self.init(database, vault: .plain)
  }

  init(_ database: any Database, vault: Vault) {
    (self.database, self.vault) = (database, vault)
  }

  /// One frozen version, or the newest where `version` is 0.
  package func survey(_ id: String, version: UInt32) async throws -> SurveyV1.Survey {
    let found = try await database.read { reader in
      try await Self.survey(id, version: version, in: reader)
    }
    guard let found else { throw Refusal.noSurvey(id: id, version: version) }
    return found
  }

  /// Freezes `survey` as the version behind the newest, unless `request` was answered before.
  ///
  /// - Throws: ``Refusal/idTaken(field:id:)`` where the request id had other content,
  ///   ``Refusal/otherVersion(expected:newest:)`` where the newest version is not the expected one.
  package func create(_ survey: SurveyV1.Survey, for request: SurveyV1.CreateSurveyRequest)
    async throws -> SurveyV1.Survey
  {
    let content = request.encoded()
    return try await database.write(customer: "") { writer in
      if let earlier = try await Self.earlier(request, content, in: writer) { return earlier }
      let newest = try await Self.newestVersion(of: survey.surveyId, in: writer)
      guard newest == request.expectedVersion else {
        throw Refusal.otherVersion(expected: request.expectedVersion, newest: newest)
      }
      var frozen = survey
      frozen.version = newest + 1
      try await Self.insert(frozen, for: request.requestId, content, in: writer)
      return frozen
    }
  }

  private static func survey(_ id: String, version: UInt32, in reader: any Reader) async throws
    -> SurveyV1.Survey?
  {
    let sql = """
      SELECT definition FROM surveys WHERE survey_id = $1 AND ($2 = 0 OR version = $2)
      ORDER BY version DESC LIMIT 1
      """
    return try await reader.first(sql, [.text(id), .integer(Int64(version))]) { row in
      try SurveyV1.Survey(decoding: row.blob(0))
    }
  }

  private static func earlier(
    _ request: SurveyV1.CreateSurveyRequest, _ content: [UInt8], in reader: any Reader
  ) async throws -> SurveyV1.Survey? {
    let sql = "SELECT content, survey_id, version FROM survey_requests WHERE request_id = $1"
    let found = try await reader.first(sql, [.text(request.requestId)]) { row in
      (content: row.blob(0), survey: row.text(1), version: UInt32(row.integer(2)))
    }
    guard let found else { return nil }
    guard found.content == content else {
      throw Refusal.idTaken(field: "request_id", id: request.requestId)
    }
    return try await survey(found.survey, version: found.version, in: reader)
  }

  private static func newestVersion(of id: String, in reader: any Reader) async throws -> UInt32 {
    let sql = "SELECT MAX(version) FROM surveys WHERE survey_id = $1"
    return try await reader.first(sql, [.text(id)]) { UInt32($0.integer(0)) } ?? 0
  }

  private static func insert(
    _ survey: SurveyV1.Survey, for requestId: String, _ content: [UInt8], in writer: any Writer
  ) async throws {
    let version = SQLValue.integer(Int64(survey.version))
    try await writer.execute(
      "INSERT INTO surveys (survey_id, version, definition, created_at) VALUES ($1, $2, $3, $4)",
      [
        .text(survey.surveyId), version, .blob(survey.encoded()),
        .integer(survey.createdAt?.microseconds ?? 0),
      ])
    try await writer.execute(
      """
      INSERT INTO survey_requests (request_id, content, survey_id, version)
      VALUES ($1, $2, $3, $4)
      """, [.text(requestId), .blob(content), .text(survey.surveyId), version])
    let created = SurveyV1.SurveyCreated(
      surveyId: survey.surveyId, version: survey.version, title: survey.title)
    try await writer.appendChange(
      customer: "", kind: "survey.created", detail: created.encoded())
  }
}
