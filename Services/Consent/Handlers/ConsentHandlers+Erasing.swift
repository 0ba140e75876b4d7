package import Messages
package import RPC
import ServiceKit

extension ConsentHandlers {
  package func eraseSubject(
    _ request: ConsentV1.EraseSubjectRequest, _ call: CallContext
  ) async throws -> ConsentV1.EraseSubjectReply {
    try await answering(call) {
      let erasure = try ErasureRequest(
        customer: request.customerId, request: request.requestId, call)
      let outcome = try await store.erasures(logger).erase(erasure, store.deletion)
      return ConsentV1.EraseSubjectReply(
        erasedAt: outcome.erasedAt, reach: outcome.reach, message: outcome.message)
    }
  }
}
