import Encryption
import Logging
import ServiceKit
import Storage

/// What is left of a customer who was erased: scores that name nobody, the record of the erasure, and
/// empty places in the change log.
extension SurveyStore {
  func erasures(
    _ logger: Logger, clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock
  ) -> Erasures {
    Erasures(database, vault.keys, logger: logger, clock: clock)
  }

  /// What ``Erasures`` is to delete. Scores that are sealed away from their customer stay as they are:
  /// without the key their names mean nothing. Others get new names, by chance.
  var deletion: Erasures.Deletion {
    { customer in
      let nobody = try SubjectKey.random().pseudonym(for: "survey.respondent")
      return { writer in
        let responses = try await writer.query(
          "SELECT response_id FROM responses WHERE customer_id = $1 ORDER BY response_id",
          [.text(customer)]
        ) { $0.text(0) }
        for (number, response) in responses.enumerated() {
          try await Self.renameScores(
            of: customer, response, to: nobody, "\(nobody) \(number)", in: writer)
        }
        try await writer.delete(responses, in: "response_id", of: "response_owners")
        for table in ["responses", "summaries"] {
          try await writer.execute(
            "DELETE FROM \(table) WHERE customer_id = $1", [.text(customer)])
        }
      }
    }
  }

  /// Gives the scores of one response another respondent and another id.
  static func renameScores(
    of customer: String, _ response: String, to respondent: String, _ id: String,
    in writer: any Writer
  ) async throws {
    try await writer.execute(
      """
      UPDATE nps_scores SET respondent = $3, response = $4 WHERE respondent = $1 AND response = $2
      """, [.text(customer), .text(response), .text(respondent), .text(id)])
  }

  /// - Throws: ``Refusal/erased``.
  static func checkNotErased(_ customer: String, in reader: any Reader) async throws {
    guard try await ErasureTable.find(customer, in: reader) == nil else { throw Refusal.erased }
  }
}
