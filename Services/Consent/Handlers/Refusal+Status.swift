import RPC
import ServiceKit

extension Refusal {
  /// The one place where refusals become statuses.
  var status: RPCError {
    switch self {
    case .invalid(let violations): .invalid(violations)
    case .erased: .erased
    case .requestTaken(let id): .otherContent("request_id", id)
    case .otherVersion(let expected, let current):
      RPCError.otherVersion(
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
}
