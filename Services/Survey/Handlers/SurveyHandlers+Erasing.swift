package import Messages
package import RPC
import ServiceKit

extension SurveyHandlers {
  package func eraseSubject(_ request: SurveyV1.EraseSubjectRequest, _ call: CallContext)
    async throws -> SurveyV1.EraseSubjectReply
  {
    try await answering(call) {
      let erasure = try ErasureRequest(
        customer: request.customerId, request: request.requestId, call)
      let outcome = try await store.erasures(logger).erase(erasure, store.deletion)
      return SurveyV1.EraseSubjectReply(
        erasedAt: outcome.erasedAt, reach: outcome.reach, message: outcome.message)
    }
  }
}
