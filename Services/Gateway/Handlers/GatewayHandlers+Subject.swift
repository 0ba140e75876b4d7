import Messages
import RPC
import ServiceKit
import Stubs

/// The customer whom a call is about.
struct Subject: Sendable {
  var customerId: String
  /// Where the owner of an identifier could not be asked for but was remembered: why, and for how
  /// long.
  var remembered: (error: RPCError, age: Int64)?
}

extension GatewayHandlers {
  /// Finds the customer. An identifier is asked for each time, since its owner may change; only
  /// where nobody can be asked, the last answer stands in.
  func subject(of name: SubjectName?, _ call: CallContext) async throws -> Subject {
    switch name {
    case .customerId(let id) where !id.isEmpty:
      if let fault = CustomerID.fault(in: id) {
        throw RPCError.invalid([fault.within("customer_id")])
      }
      return Subject(customerId: id)
    case .identifier(let identifier): return try await owner(of: identifier, call)
    default:
      throw RPCError.invalid(
        "subject", rule: "required", "Name the customer by customer_id or by identifier.")
    }
  }

  /// Refuses a customer whom the profile service does not know; where it cannot be asked, nobody is
  /// refused.
  func refuseUnknown(_ subject: Subject, _ call: CallContext) async throws {
    let options = CallOptions(
      inheriting: call, onBehalfOf: Caller(of: call),
      timeout: budget.parts(remaining: call.remainingTime))
    let answer = await upstreams.answer(.profile, of: subject.customerId, options)
    if case .failed(let error) = answer, !PartRules.meansUnreachable(error.code) { throw error }
  }

  private func owner(of identifier: ProfileV1.Identifier, _ call: CallContext) async throws
    -> Subject
  {
    let request = ProfileV1.ResolveIdentifierRequest(
      identifier: ProfileV1.Identifier(
        kind: identifier.kind, value: identifier.value, region: identifier.region,
        postal: identifier.postal))
    let question = request.encoded()
    let scope = CallerScope(call)
    do {
      let id = try await resolve(request, call)
      copies.storeOwner(id, of: question, scope, at: now())
      return Subject(customerId: id)
    } catch let error as RPCError {
      guard PartRules.meansUnreachable(error.code) else {
        copies.removeOwner(of: question, scope)
        throw error
      }
      guard let owner = copies.owner(of: question, scope, at: now()) else {
        throw RPCError(
          .unavailable,
          "The profile service could not be asked whose identifier that is (\(error.message)). "
            + "Try again, or name the customer by customer_id.")
      }
      return Subject(customerId: owner.customerId, remembered: (error, owner.age))
    }
  }

  private func resolve(_ request: ProfileV1.ResolveIdentifierRequest, _ call: CallContext)
    async throws -> String
  {
    let timeout = budget.resolving(remaining: call.remainingTime)
    return try await ProfileServiceClient(upstreams.profile).resolveIdentifier(
      request, CallOptions(inheriting: call, onBehalfOf: Caller(of: call), timeout: timeout)
    ).customerId
  }
}
