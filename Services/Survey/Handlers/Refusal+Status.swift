import Messages
import RPC
import Storage

extension Refusal {
  /// The one place where refusals become statuses.
  var status: RPCError {
    switch self {
    case .invalid(let violations): Self.invalid(violations)
    case .noSurvey(let id, 0):
      RPCError.reason(.notFound, "NO_SURVEY", "There is no survey '\(id)'.")
    case .noSurvey(let id, let version):
      RPCError.reason(.notFound, "NO_SURVEY", "There is no version \(version) of survey '\(id)'.")
    case .idTaken(let field, let id):
      RPCError.reason(
        .alreadyExists, "OTHER_CONTENT",
        "\(field) '\(id)' was used before with other content; use a new one.")
    case .otherVersion(let expected, let newest):
      RPCError.reason(
        .aborted, "OTHER_VERSION",
        "The newest version is \(newest), not the expected \(expected); read it and try again.")
    }
  }

  private static func invalid(_ violations: [Violation]) -> RPCError {
    let shown = violations.prefix(20)
    let details = shown.map { violation in
      ErrorDetail(
        type: RPCV1.FieldViolation.fullName,
        value: RPCV1.FieldViolation(
          field: violation.field, rule: violation.rule, message: violation.message
        ).encoded())
    }
    let first = violations.first.map { "\($0.field): \($0.message)" } ?? "Bad input."
    let more = violations.count > 1 ? " (and \(violations.count - 1) more)" : ""
    return RPCError(.invalidArgument, first + more, details: details)
  }
}

extension StorageError {
  /// What a caller can do about it; what happened is the log's business.
  var status: RPCError {
    switch remedy {
    case .retry:
      RPCError(
        .unavailable, "The survey records are busy; try again.", retryAfterMilliseconds: 100)
    case .refuse, .giveUp:
      RPCError(.internal, "The survey records could not be used; the service's log says why.")
    }
  }
}
