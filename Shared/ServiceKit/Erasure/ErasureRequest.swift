import Messages
public import RPC
import TLS

/// Who is to be erased, asked by whom and when.
public struct ErasureRequest: Sendable {
  let customer: String
  let id: String
  let requestedBy: String
  let at: Int64

  /// Reads what every service's EraseSubject is asked with.
  ///
  /// - Throws: INVALID_ARGUMENT that names every violation.
  public init(customer: String, request: String, _ call: CallContext) throws(RPCError) {
    let faults = [
      ClientID.fault(in: request)?.within("request_id"),
      CustomerID.fault(in: customer)?.within("customer_id"),
    ].compactMap(\.self)
    guard faults.isEmpty else { throw .invalid(faults) }
    (self.customer, id, at) = (customer, request, call.now.microseconds)
    let onBehalf = call.caller.map { " for \($0.identity)" } ?? ""
    requestedBy = call.peer.uri + onBehalf
  }

  /// One that a restored backup calls for.
  init(recovering customer: String, at now: Int64) {
    (self.customer, id, requestedBy, at) = (customer, "", "recovery", now)
  }
}
