import ServiceKit

/// Why a request is refused, whatever carries it; the handlers map each case to its status.
enum Refusal: Error, Equatable, Sendable {
  /// The request breaks rules on its own.
  case invalid([Violation])
  /// The customer was erased.
  case erased
  /// The request id was used before, with other content.
  case requestTaken(String)
  /// The caller expects another version of the ledger than there is.
  case otherVersion(expected: UInt64, current: UInt64)
  /// The ledger takes no more of what can wait.
  case ledgerFull(entries: UInt64)
  /// Too many grants are dated ahead.
  case tooManyPending(Int)
}
