import ServiceKit

/// Why a rule refuses a value: which field, which rule, and a sentence that a person can act on.
struct Violation: Error, Equatable, Sendable {
  /// Path inside the value that was checked, e.g. `identifiers[2].value`; "" is the value itself.
  var field: String
  /// The rule for a program, e.g. `email.domain`.
  var rule: String
  var message: String

  init(_ field: String = "", rule: String, _ message: String) {
    self.field = field
    self.rule = rule
    self.message = message
  }

  /// What a rule that all services share has found.
  init(_ fault: InputFault) {
    self.init(rule: fault.rule, fault.message)
  }

  /// The same, seen from the value that holds this one under `path`.
  func within(_ path: String) -> Violation {
    Violation(field.isEmpty ? path : path + "." + field, rule: rule, message)
  }
}

/// Runs a rule on a part of a value, so that what it refuses is named by its path.
func within<Result>(
  _ path: @autoclosure () -> String, _ rule: () throws(Violation) -> Result
) throws(Violation) -> Result {
  do {
    return try rule()
  } catch {
    throw error.within(path())
  }
}
