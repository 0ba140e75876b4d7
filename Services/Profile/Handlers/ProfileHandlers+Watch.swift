package import Messages
package import RPC
import ServiceKit

extension ProfileHandlers {
  package func watchChanges(
    _ request: ProfileV1.WatchChangesRequest, _ replies: ReplyWriter<ProfileV1.WatchChangesReply>,
    _ call: CallContext
  ) async throws {
    call.endAtDrain()
    try await answering {
      let customer = try FactSet.optionalCustomer(request.customerId)
      let feed = try ChangeFeed(
        of: store.database, after: request.afterCursor, customer: customer ?? "",
        consumer: request.consumer, passedEvery: request.passedEvery, for: call)
      try await feed.run {
        try await replies.write(ProfileV1.WatchChangesReply(change: $0))
      } passed: {
        try await replies.write(ProfileV1.WatchChangesReply(passedCursor: $0))
      }
    }
  }
}
