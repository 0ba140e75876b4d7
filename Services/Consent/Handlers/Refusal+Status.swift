import Messages
import RPC
import Storage

extension Refusal {
  /// The one place where refusals become statuses.
  var status: RPCError {
    switch self {
    case .invalid(let violations): Self.invalid(violations)
    case .requestTaken(let id):
      RPCError.reason(
        .alreadyExists, "OTHER_CONTENT",
        "request_id '\(id)' was used before with other content; use a new one.")
    case .otherVersion(let expected, let current):
      RPCError.reason(
        .aborted, "OTHER_VERSION",
        "The ledger is at version \(current), not the expected \(expected); read it and try again.")
    case .ledgerFull(let entries):
      RPCError.reason(
        .resourceExhausted, "LEDGER_FULL",
        "The customer's ledger holds \(entries) entries and takes only a no that it lacks.")
    case .tooManyPending(let count):
      RPCError.reason(
        .resourceExhausted, "TOO_MANY_PENDING",
        "\(count) grants of this customer would wait for their time; leave effective_at out.")
    }
  }

  /// The violations that the text tells of; the details have them all.
  private static let mostShown = 5

  private static func invalid(_ violations: [Violation]) -> RPCError {
    let details = violations.map { violation in
      ErrorDetail(
        type: RPCV1.FieldViolation.fullName,
        value: RPCV1.FieldViolation(
          field: violation.field, rule: violation.rule, message: violation.message
        ).encoded())
    }
    let shown = violations.prefix(mostShown).map { "\($0.field): \($0.message)" }
    let rest = violations.count - shown.count
    let text = shown.joined(separator: " ") + (rest > 0 ? " (And \(rest) more.)" : "")
    return RPCError(.invalidArgument, text, details: details)
  }
}

extension StorageError {
  /// What a caller can do about it; what happened is the log's business.
  var status: RPCError {
    switch remedy {
    case .retry:
      RPCError(
        .unavailable, "The consent records are busy; try again.", retryAfterMilliseconds: 100)
    case .refuse, .giveUp:
      RPCError(.internal, "The consent records could not be used; the service's log says why.")
    }
  }
}
