import ServiceKit
import RPC

extension Refusal {
  /// The one place where refusals become statuses.
  var status: RPCError {
    switch self {
    case .invalid(let violations): .invalid(violations)
    case .erased: .erased
    case .noSurvey(let id, 0):
      RPCError.reason(.notFound, "NO_SURVEY", "There is no survey '\(id)'.")
    case .noSurvey(let id, let version):
      RPCError.reason(.notFound, "NO_SURVEY", "There is no version \(version) of survey '\(id)'.")
    case .idTaken(let field, let id): .otherContent(field, id)
    case .otherVersion(let expected, let newest):
      RPCError.otherVersion(
        "The newest version is \(newest), not the expected \(expected); read it and try again.")
    }
  }
}
