package import Messages
import Storage

/// Counting the answers to one NPS question.
extension SurveyStore {
  /// The answers in the request's window; `questionId` names an NPS question of the survey.
  package func tally(_ request: SurveyV1.GetNpsRequest, questionId: String) async throws
    -> NpsTally
  {
    let parameters: [SQLValue] = [
      .text(request.surveyId), .text(questionId), .integer(Int64(request.surveyVersion)),
      .integer(request.fromAt?.microseconds ?? .min),
      .integer(request.toAt?.microseconds ?? .max),
    ]
    let everyAnswer = request.counting == .everyAnswer
    return try await database.scan { reader in
      let groups = try await reader.query(
        everyAnswer ? Self.allGroups : Self.latestGroups, parameters
      ) { row in
        NpsTally.Group(
          answer: Int(row.integer(0)),
          mode: SurveyV1.Mode(rawValue: Int32(truncatingIfNeeded: row.integer(1))),
          times: Int(row.integer(2)))
      }
      let totals = try await reader.first(Self.totals, parameters) { row in
        (answers: Int(row.integer(0)), dismissed: Int(row.integer(1)))
      }
      return NpsTally(
        counted: groups, answers: totals?.answers ?? 0, dismissed: totals?.dismissed ?? 0)
    }
  }

  private static let window = """
    survey_id = $1 AND question_id = $2 AND ($3 = 0 OR version = $3)
      AND answered_at >= $4 AND answered_at < $5
    """

  private static let allGroups = """
    SELECT score, mode, COUNT(*) FROM nps_scores WHERE \(window) AND score IS NOT NULL
    GROUP BY score, mode
    """

  /// A dismissal is no answer, so it does not take the place of an earlier one.
  private static let latestGroups = """
    SELECT score, mode, COUNT(*) FROM (
      SELECT score, mode, ROW_NUMBER() OVER (
        PARTITION BY respondent ORDER BY answered_at DESC, response
      ) AS place
      FROM nps_scores WHERE \(window) AND score IS NOT NULL
    ) AS latest WHERE place = 1 GROUP BY score, mode
    """

  private static let totals = """
    SELECT COUNT(score), COUNT(*) - COUNT(score) FROM nps_scores WHERE \(window)
    """
}
