import ServiceKit

/// Why the service does not do what a well-formed request asks: a rule of the domain, seen against
/// what is stored.
struct Refusal: Error, Equatable, Sendable {
  enum Kind: Sendable {
    /// The request breaks a rule by itself.
    case invalid
    /// There is no such customer, identifier or page.
    case notFound
    /// Somebody else has it, or an id was used for something else.
    case alreadyExists
    /// A rule about what is stored forbids it.
    case precondition
    /// The profile is not the version that the caller expected.
    case versionMismatch
    /// A bound of one profile is reached.
    case exhausted
  }

  var kind: Kind
  /// Path of the field at fault, "" for the request as a whole.
  var field: String
  /// For a program.
  var rule: String
  /// For a person.
  var message: String

  init(_ kind: Kind, field: String = "", rule: String, _ message: String) {
    self.kind = kind
    self.field = field
    self.rule = rule
    self.message = message
  }

  init(_ violation: Violation) {
    self.init(.invalid, field: violation.field, rule: violation.rule, violation.message)
  }

  static let erased = Refusal(
    .notFound, field: "customer_id", rule: "erased", "the customer was erased")

  static func unknownCustomer(_ customer: String) -> Refusal {
    Refusal(
      .notFound, field: "customer_id", rule: "customer.unknown", "there is no customer \(customer)")
  }
}
