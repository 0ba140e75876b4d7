package import Messages
package import RPC
import ServiceKit

extension SurveyHandlers {
  package func watchChanges(
    _ request: SurveyV1.WatchChangesRequest,
    _ replies: ReplyWriter<SurveyV1.WatchChangesReply>, _ call: CallContext
  ) async throws {
    call.endAtDrain()
    try await answering(call) {
      let feed = try ChangeFeed(
        of: store.database, after: request.afterCursor, customer: request.customerId,
        consumer: request.consumer, passedEvery: request.passedEvery, for: call
      ) { try await store.vault.detail(of: $0) }
      try await feed.run {
        try await replies.write(SurveyV1.WatchChangesReply(change: $0))
      } passed: {
        try await replies.write(SurveyV1.WatchChangesReply(passedCursor: $0))
      }
    }
  }
}
