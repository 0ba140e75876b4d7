import Encryption
import Messages
import RPC
import ServiceKit
import Storage

extension Refusal {
  /// The one place where refusals become statuses. The text and the details name field and rule;
  /// the reason's code is the rule in capitals.
  var status: RPCError {
    guard kind != .invalid else {
      return RPCError.invalid([Violation(field, rule: rule, message)])
    }
    let reason = rule.uppercased().replacing(".", with: "_")
    let text = "\(field): \(message) (\(rule))"
    var error = RPCError.reason(code, reason, text)
    let violation = RPCV1.FieldViolation(field: field, rule: rule, message: message)
    error.details.append(
      ErrorDetail(type: RPCV1.FieldViolation.fullName, value: violation.encoded()))
    return error
  }

  private var code: StatusCode {
    switch kind {
    case .invalid: .invalidArgument
    case .notFound: .notFound
    case .alreadyExists: .alreadyExists
    case .precondition: .failedPrecondition
    case .versionMismatch: .aborted
    case .exhausted: .resourceExhausted
    }
  }
}

extension Refusal {
  static let moving = Refusal(
    .versionMismatch, field: "identifiers", rule: "identifier.moving",
    "change owners too fast; try again")
}

/// Runs a method's body and brings what it throws to a status. Anything else is a fault of the
/// service, which the server answers with INTERNAL.
func answering<Reply>(_ body: () async throws -> Reply) async throws -> Reply {
  do {
    return try await body()
  } catch let violation as Violation {
    throw Refusal(violation).status
  } catch let refusal as Refusal {
    throw refusal.status
  } catch let error as StorageError {
    throw error.status(of: "profile")
  } catch let error as EncryptionError {
    throw error.code == .destroyed ? Refusal.erased.status : error.status(of: "profile")
  }
}
