package import Messages
package import RPC
import ServiceKit

extension ConsentHandlers {
  package func watchChanges(
    _ request: ConsentV1.WatchChangesRequest,
    _ replies: ReplyWriter<ConsentV1.WatchChangesReply>, _ call: CallContext
  ) async throws {
    call.endAtDrain()
    try await answering(call) {
      let feed = try ChangeFeed(
        of: store.database, after: request.afterCursor, customer: request.customerId,
        consumer: request.consumer, passedEvery: request.passedEvery, for: call
      ) { try await store.vault.detail(of: $0) }
      try await feed.run {
        try await replies.write(ConsentV1.WatchChangesReply(change: $0))
      } passed: {
        try await replies.write(ConsentV1.WatchChangesReply(passedCursor: $0))
      }
    }
  }
}
