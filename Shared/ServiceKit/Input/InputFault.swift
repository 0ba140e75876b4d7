public import RPC

/// Why a shared rule refuses a value, whichever field holds it.
public struct InputFault: Equatable, Sendable {
  /// The rule's short name, stable for programs, as in `required`.
  public var rule: String
  /// For a person: what the value must be.
  public var message: String

  /// A refusal by `rule`.
  public init(rule: String, message: String) {
    self.rule = rule
    self.message = message
  }

  /// INVALID_ARGUMENT that names `field` and the rule.
  public func status(of field: String) -> RPCError {
    RPCError.invalid(field, rule: rule, message)
  }
}
