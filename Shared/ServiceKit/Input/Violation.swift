/// One way in which a request breaks a rule: what a person needs to correct it, and a program to
/// recognise it.
public struct Violation: Error, Equatable, Sendable {
  /// The field's path in what was checked, as in `preferences.topics[2].choice`; "" is the value
  /// itself.
  public var field: String
  /// The rule's short name, stable for programs, as in `required`.
  public var rule: String
  /// One sentence.
  public var message: String

  /// A violation of `rule` by the value, or by the `field` of it.
  public init(_ field: String = "", rule: String, _ message: String) {
    self.field = field
    self.rule = rule
    self.message = message
  }

  /// The same, seen from the value that holds this one under `path`.
  public func within(_ path: String) -> Violation {
    Violation(field.isEmpty ? path : path + "." + field, rule: rule, message)
  }
}

/// Runs a rule on a part of a value, so that what it refuses is named by its path.
public func within<Result>(
  _ path: @autoclosure () -> String, _ rule: () throws(Violation) -> Result
) throws(Violation) -> Result {
  do {
    return try rule()
  } catch {
    throw error.within(path())
  }
}
