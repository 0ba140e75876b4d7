/// One way in which a request breaks a rule: what a person needs to correct it, and a program to
/// recognise it.
package struct Violation: Equatable, Sendable {
  /// The field's path in the request, as in `questions[2].scale`.
  package var field: String
  /// The rule's short name, stable for programs, as in `required`.
  package var rule: String
  /// One sentence.
  package var message: String

  package init(_ field: String, _ rule: String, _ message: String) {
    self.field = field
    self.rule = rule
    self.message = message
  }
}
