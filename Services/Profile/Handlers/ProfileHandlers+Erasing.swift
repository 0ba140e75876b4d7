package import Messages
package import RPC
import ServiceKit

extension ProfileHandlers {
  package func eraseSubject(_ request: ProfileV1.EraseSubjectRequest, _ call: CallContext)
    async throws -> ProfileV1.EraseSubjectReply
  {
    try await answering {
      let outcome = try await erasures.erase(
        ErasureRequest(customer: request.customerId, request: request.requestId, call)
      ) { customer in
        { writer in
          guard try await ProfileStore.exists(customer, in: writer) else {
            throw Refusal.unknownCustomer(customer)
          }
          try await ProfileStore.delete(customer, writer)
        }
      }
      return ProfileV1.EraseSubjectReply(
        erasedAt: outcome.erasedAt, reach: outcome.reach, message: outcome.message)
    }
  }
}
