package import ServiceKit

/// Why a request is refused, whatever carries it; the handlers map each case to its status.
package enum Refusal: Error, Equatable, Sendable {
  /// The request breaks rules on its own.
  case invalid([Violation])
  /// The customer was erased.
  case erased
  /// There is no such survey, or no such version of it (0: none was named).
  case noSurvey(id: String, version: UInt32)
  /// The id was used before, with other content.
  case idTaken(field: String, id: String)
  /// The caller expects another newest version than there is (0: none).
  case otherVersion(expected: UInt32, newest: UInt32)

  /// Refuses if there is anything to refuse.
  package static func unlessEmpty(_ violations: [Violation]) throws(Refusal) {
    if !violations.isEmpty { throw .invalid(violations) }
  }
}
