/// One way in which a request breaks a rule: what a person needs to correct it, and a program to
/// recognise it.
struct Violation: Equatable, Sendable {
  /// The field's path in the request, as in `preferences.topics[2].choice`.
  var field: String
  /// The rule's short name, stable for programs, as in `required`.
  var rule: String
  /// One sentence.
  var message: String

  init(_ field: String, _ rule: String, _ message: String) {
    self.field = field
    self.rule = rule
    self.message = message
  }
}

/// Why a request is refused, whatever carries it; the handlers map each case to its status.
enum Refusal: Error, Equatable, Sendable {
  /// The request breaks rules on its own.
  case invalid([Violation])
  /// The request id was used before, with other content.
  case requestTaken(String)
  /// The caller expects another version of the ledger than there is.
  case otherVersion(expected: UInt64, current: UInt64)
  /// The ledger takes no more of what can wait.
  case ledgerFull(entries: UInt64)
  /// Too many grants are dated ahead.
  case tooManyPending(Int)
}
