import ServiceKit
public import Storage

/// The history of the survey service's tables. What customers answered is keyed by customer first.
public enum Migrations {
  public static let all = [
    Migration(version: 1, name: "surveys, responses, summaries", sql: surveysAndResponses),
    Migration(
      version: 2, name: "what is of no one customer: response ids and scores",
      sql: responseOwnersAndScores),
    Migration(version: 3, name: "sealing and erasing", sql: sealingAndErasing),
  ]

  /// An id names one response among those of all customers, who may lie on different servers. Scores are
  /// counted over all of them, by respondent: the customer, or a pseudonym that tells one from another.
  private static let responseOwnersAndScores = """
    CREATE TABLE response_owners (
      response_id TEXT NOT NULL PRIMARY KEY,
      customer_id TEXT NOT NULL
    );
    INSERT INTO response_owners (response_id, customer_id)
    SELECT response_id, customer_id FROM responses;
    DROP INDEX responses_by_id;
    CREATE TABLE nps_scores (
      respondent TEXT NOT NULL,
      response TEXT NOT NULL,
      question_id TEXT NOT NULL,
      survey_id TEXT NOT NULL,
      version INTEGER NOT NULL,
      mode INTEGER NOT NULL,
      answered_at INTEGER NOT NULL,
      score INTEGER CHECK (score BETWEEN 0 AND 10),
      PRIMARY KEY (respondent, response, question_id)
    );
    CREATE INDEX nps_scores_of_question ON nps_scores (survey_id, question_id, answered_at);
    INSERT INTO nps_scores
      (respondent, response, question_id, survey_id, version, mode, answered_at, score)
    SELECT customer_id, response_id, question_id, survey_id, version, mode, answered_at, score
    FROM nps_answers;
    """

  /// `definition` is an encoded Survey, `content` an encoded request, `summary` an encoded
  /// SubjectSummary. Instants are microseconds since 1970. A score that is NULL was dismissed: it
  /// is there, and is in no denominator.
  private static let surveysAndResponses = """
    CREATE TABLE surveys (
      survey_id TEXT NOT NULL,
      version INTEGER NOT NULL,
      definition BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (survey_id, version)
    );
    CREATE TABLE survey_requests (
      request_id TEXT NOT NULL PRIMARY KEY,
      content BLOB NOT NULL,
      survey_id TEXT NOT NULL,
      version INTEGER NOT NULL
    );
    CREATE TABLE responses (
      customer_id TEXT NOT NULL,
      response_id TEXT NOT NULL,
      survey_id TEXT NOT NULL,
      version INTEGER NOT NULL,
      mode INTEGER NOT NULL,
      answered_at INTEGER NOT NULL,
      recorded_at INTEGER NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (customer_id, response_id)
    );
    CREATE UNIQUE INDEX responses_by_id ON responses (response_id);
    CREATE TABLE nps_answers (
      customer_id TEXT NOT NULL,
      response_id TEXT NOT NULL,
      question_id TEXT NOT NULL,
      survey_id TEXT NOT NULL,
      version INTEGER NOT NULL,
      mode INTEGER NOT NULL,
      answered_at INTEGER NOT NULL,
      score INTEGER CHECK (score BETWEEN 0 AND 10),
      PRIMARY KEY (customer_id, response_id, question_id)
    );
    CREATE INDEX nps_answers_by_question ON nps_answers (survey_id, question_id, answered_at);
    CREATE TABLE summaries (
      customer_id TEXT NOT NULL PRIMARY KEY,
      summary BLOB NOT NULL
    );
    """

  /// `sealing`: how far stored data are sealed, and by which keys. Sealed, `nps_scores` names respondents
  /// and responses by pseudonyms.
  private static let sealingAndErasing = """
    DROP TABLE nps_answers;
    CREATE TABLE sealing (part TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL);
    \(ErasureTable.sql)
    """
}
