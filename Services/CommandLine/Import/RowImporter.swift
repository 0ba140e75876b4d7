import Messages
import RPC
import Stubs

/// Rows that go in one call each, with their customer looked up first: consents and responses.
struct RowImporter: Importer {
  let columns: [String]
  let profile: ProfileServiceClient
  let options: @Sendable () -> CallOptions
  /// Sends one row for a customer.
  let send: @Sendable (RowReader, _ customer: String, CallOptions) async throws -> Void
  let batchSize = 20

  func take(_ rows: ArraySlice<Table.Row>) async throws -> ImportOutcome {
    try await withThrowingTaskGroup(of: ImportOutcome.self) { group in
      for row in rows {
        group.addTask { try await take(RowReader(columns: columns, row: row)) }
      }
      var total = ImportOutcome()
      for try await outcome in group { total.add(outcome) }
      return total
    }
  }

  private func take(_ row: RowReader) async throws -> ImportOutcome {
    var outcome = ImportOutcome()
    do {
      let customer = try await customer(of: row)
      try await send(row, customer, options())
      outcome.changed = 1
      outcome.customerIDs[row.row.line] = customer
    } catch let problem as RowProblem {
      outcome.refused = [
        RowReport(
          line: row.row.line, column: problem.column, rule: problem.rule, message: problem.message)
      ]
    } catch let error as RPCError where Self.isRefusal(error.code) {
      let violation = error.fieldViolation
      outcome.refused = [
        RowReport(
          line: row.row.line, column: violation?.field ?? "",
          rule: violation?.rule ?? error.reasonCode ?? error.code.name, message: error.message)
      ]
    }
    return outcome
  }

  private func customer(of row: RowReader) async throws -> String {
    let (column, subject) = try row.subject()
    guard case .identifier(let kind, let value) = subject else { return row.text(column) }
    do {
      return try await profile.resolveIdentifier(
        ProfileV1.ResolveIdentifierRequest(
          identifier: ProfileV1.Identifier(kind: kind, value: value)), options()
      ).customerId
    } catch let error as RPCError where error.code == .notFound {
      throw RowProblem(column, "known", "no customer has \(kind) \"\(value)\"")
    }
  }

  /// The row is at fault, not the service: the others go on.
  private static func isRefusal(_ code: StatusCode) -> Bool {
    switch code {
    case .invalidArgument, .notFound, .alreadyExists, .failedPrecondition, .outOfRange, .aborted:
      true
    default: false
    }
  }
}

extension RowImporter {
  /// Consents and refusals, recorded with `import` as their actor: it may lower a consent, and never
  /// raises one above what its subject has said.
  static func consents(
    _ columns: [String], _ profile: ProfileServiceClient, _ consent: ConsentServiceClient,
    options: @escaping @Sendable () -> CallOptions
  ) -> RowImporter {
    RowImporter(columns: columns, profile: profile, options: options) { row, customer, options in
      let collection = ConsentV1.Collection(
        method: row.text("collection_method"), source: row.text("source"))
      let action = try row.required("action")
      switch action {
      case "grant":
        _ = try await consent.grantConsent(
          ConsentV1.GrantConsentRequest(
            requestId: try row.required("event_id"), customerId: customer,
            purpose: try row.required("purpose"), channel: try row.required("channel"),
            actor: .import, effectiveAt: try row.time("effective_at"),
            validUntil: try row.time("valid_until"), collection: collection), options)
      case "withdraw", "deny", "object":
        _ = try await consent.withdrawConsent(
          ConsentV1.WithdrawConsentRequest(
            requestId: try row.required("event_id"), customerId: customer,
            purpose: try row.required("purpose"), channel: try row.required("channel"),
            actor: .import, action: refusals[action] ?? .withdraw,
            effectiveAt: try row.time("effective_at"), collection: collection), options)
      default:
        throw RowProblem(
          "action", "action.known", "\"\(action)\" is not grant, withdraw, deny or object")
      }
    }
  }

  private static let refusals: [String: ConsentV1.ConsentAction] = [
    "withdraw": .withdraw, "deny": .deny, "object": .object,
  ]

  /// Answers to one NPS question a row.
  static func responses(
    _ columns: [String], _ profile: ProfileServiceClient, _ survey: SurveyServiceClient,
    options: @escaping @Sendable () -> CallOptions
  ) -> RowImporter {
    RowImporter(columns: columns, profile: profile, options: options) { row, customer, options in
      let version = row.text("survey_version").isEmpty ? 1 : try row.number("survey_version")
      let answer = SurveyV1.Answer(
        questionId: try row.required("question_id"),
        value: row.text("score").isEmpty
          ? .dismissed(SurveyV1.Dismissal()) : .number(try row.number("score")),
        comment: row.text("verbatim"))
      _ = try await survey.submitResponse(
        SurveyV1.SubmitResponseRequest(
          responseId: try row.required("response_id"), customerId: customer,
          surveyId: try row.required("survey_id"), surveyVersion: UInt32(clamping: version),
          mode: .online, answeredAt: try row.time("submitted_at"), answers: [answer]), options)
    }
  }
}
