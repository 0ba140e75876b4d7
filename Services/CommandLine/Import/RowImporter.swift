import Foundation
import Messages
import RPC
import Stubs

/// Rows that go in one call each, with their customer looked up first: consents and responses.
struct RowImporter: Importer {
  let columns: [String]
  let profile: ProfileServiceClient
  let options: @Sendable () -> CallOptions
  /// The columns that requests have under other names, by these.
  let columnsByField: [String: String]
  /// Sends one row for a customer, and returns when the service first recorded it.
  let send: @Sendable (RowReader, _ customer: String, CallOptions) async throws -> Google.Timestamp?
  let batchSize = 20
  /// What was recorded before is what an earlier run took in.
  private let began = Google.Timestamp(Date())

  init(
    _ columns: [String], _ profile: ProfileServiceClient,
    options: @escaping @Sendable () -> CallOptions, columnsByField: [String: String],
    send:
      @escaping @Sendable (RowReader, _ customer: String, CallOptions) async throws
      -> Google.Timestamp?
  ) {
    self.columns = columns
    self.profile = profile
    self.options = options
    self.columnsByField = columnsByField
    self.send = send
  }

  func take(_ rows: ArraySlice<Table.Row>) async -> ImportOutcome {
    await withTaskGroup(of: ImportOutcome.self) { group in
      for row in rows {
        group.addTask { await take(RowReader(columns: columns, row: row)) }
      }
      var total = ImportOutcome()
      for await outcome in group { total.add(outcome) }
      return total
    }
  }

  private func take(_ row: RowReader) async -> ImportOutcome {
    let line = row.row.line
    do {
      let customer = try await customer(of: row)
      let recordedAt = try await send(row, customer, options())
      let isKnown = recordedAt.map { $0 < began } ?? false
      return ImportOutcome(
        changed: isKnown ? 0 : 1, unchanged: isKnown ? 1 : 0, customerIDs: [line: customer])
    } catch let problem as RowProblem {
      return ImportOutcome(refused: [
        RowReport(
          line: line, column: problem.column, rule: problem.rule, message: problem.message)
      ])
    } catch let error as RPCError where Self.isRefusal(error.code) {
      return ImportOutcome(refused: reports(line, error))
    } catch {
      return ImportOutcome(stop: ImportOutcome.Stop(line: line, error: error))
    }
  }

  /// One for each field at fault, by the name of its column.
  func reports(_ line: UInt32, _ error: RPCError) -> [RowReport] {
    let violations = error.fieldViolations
    guard violations.isEmpty else {
      return violations.map {
        RowReport(
          line: line, column: columnsByField[$0.field] ?? $0.field, rule: $0.rule,
          message: $0.message)
      }
    }
    return [
      RowReport(
        line: line, column: "", rule: error.reasonCode ?? error.code.name, message: error.message)
    ]
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
    } catch let error as RPCError where error.code == .invalidArgument {
      guard let violation = error.fieldViolations.first else { throw error }
      throw RowProblem(column, violation.rule, violation.message)
    }
  }

  /// The row is at fault, not the service: the others go on.
  static func isRefusal(_ code: StatusCode) -> Bool {
    switch code {
    case .invalidArgument, .notFound, .alreadyExists, .failedPrecondition, .outOfRange, .aborted,
      .resourceExhausted:
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
    let names = [
      "request_id": "event_id", "collection.method": "collection_method",
      "collection.source": "source",
    ]
    return RowImporter(columns, profile, options: options, columnsByField: names) {
      row, customer, options in
      let collection = ConsentV1.Collection(
        method: row.text("collection_method"), source: row.text("source"))
      let action = try row.required("action")
      switch action {
      case "grant":
        return try await consent.grantConsent(
          ConsentV1.GrantConsentRequest(
            requestId: try row.required("event_id"), customerId: customer,
            purpose: try row.required("purpose"), channel: try row.required("channel"),
            actor: .import, effectiveAt: try row.time("effective_at"),
            validUntil: try row.time("valid_until"), collection: collection), options
        ).recordedAt
      case "withdraw", "deny", "object":
        return try await consent.withdrawConsent(
          ConsentV1.WithdrawConsentRequest(
            requestId: try row.required("event_id"), customerId: customer,
            purpose: try row.required("purpose"), channel: try row.required("channel"),
            actor: .import, action: refusals[action] ?? .withdraw,
            effectiveAt: try row.time("effective_at"), collection: collection), options
        ).recordedAt
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
    let names = [
      "answered_at": "submitted_at", "answers[0]": "score", "answers[0].number": "score",
      "answers[0].question_id": "question_id", "answers[0].comment": "verbatim",
    ]
    return RowImporter(columns, profile, options: options, columnsByField: names) {
      row, customer, options in
      let version =
        row.text("survey_version").isEmpty
        ? 1 : try row.number("survey_version", in: 1...Int32.max)
      let answer = SurveyV1.Answer(
        questionId: try row.required("question_id"),
        value: row.text("score").isEmpty
          ? .dismissed(SurveyV1.Dismissal()) : .number(try row.number("score")),
        comment: row.text("verbatim"))
      return try await survey.submitResponse(
        SurveyV1.SubmitResponseRequest(
          responseId: try row.required("response_id"), customerId: customer,
          surveyId: try row.required("survey_id"), surveyVersion: UInt32(version),
          mode: .online, answeredAt: try row.time("submitted_at"), answers: [answer]), options
      ).recordedAt
    }
  }
}

extension RPCError {
  /// Every field at fault.
  fileprivate var fieldViolations: [RPCV1.FieldViolation] {
    details.filter { $0.type == RPCV1.FieldViolation.fullName }
      .compactMap { try? RPCV1.FieldViolation(decoding: $0.value) }
  }
}
